// Rows of people, and the subjects of tokens that stand for them. Readable inside any unit, by id only.
import { eq } from 'drizzle-orm'
import type { Person } from '../../core/association/association.ts'
import type { PersonId } from '../../core/ids.ts'
import { people, tokenSubjects } from '../../db/tables/people.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export const find = async (reader: Reader, id: PersonId): Promise<Person | null> => {
  const [row] = await reader.select().from(people).where(eq(people.id, id))
  return row === undefined ? null : { ...row, id }
}

/** All of them, oldest first: for the installation's admin. */
export const list = (reader: Reader): Promise<readonly Person[]> =>
  reader
    .select()
    .from(people)
    .orderBy(people.id)
    .then((rows) => rows.map((row) => ({ ...row, id: row.id as PersonId })))

export const insert = async (tx: Tx, person: Person): Promise<void> => {
  await tx.insert(people).values(person)
}

/** Lets tokens of the issuer with this subject stand for the person. */
export const insertSubject = async (
  tx: Tx,
  subject: {
    readonly issuer: string
    readonly subject: string
    readonly personId: PersonId
    readonly createdAt: Date
  },
): Promise<void> => {
  await tx.insert(tokenSubjects).values(subject)
}
