// What every act of the assessors' story uses: who calls, what the others are answered, the reviews of the panel.
import type { Test } from 'tap'
import { askSix, begunCycle, makePeople, type Role } from './assessing.ts'
import { done, type Sent, type Told } from './client.ts'
import type { Variables } from './process.ts'

export type Tap = Pick<Test, 'equal' | 'match' | 'same' | 'ok' | 'notOk' | 'notMatch'>

/** `~` in a line stands for the path of the submission. */
export type Story = {
  readonly cycle: string
  readonly path: string
  readonly submissionId: string
  readonly ids: Readonly<Record<Role, string>>
  /** Assessor → assignment. */
  readonly asked: Readonly<Record<string, string>>
  readonly call: (as: Role, line: string, sent?: Sent) => Promise<Told>
  /** The same; throws with a refusal. */
  readonly must: (as: Role, line: string, sent?: Sent) => Promise<Told>
  /** Asserts what each of them is answered: `{ ann: 200, applicant: 404 }`. */
  readonly sees: (t: Tap, line: string, expected: Partial<Record<Role, number>>) => Promise<void>
  /** Asserts that the applicant knows the state, and another organization not even that. */
  readonly hides: (t: Tap, state: string) => Promise<void>
}

export const storyOf = async (env: Variables, baseUrl: string): Promise<Story> => {
  const people = await makePeople(env, baseUrl)
  const begun = await begunCycle(people)
  const asked = await askSix(people, begun)
  const { path } = begun
  const call: Story['call'] = (as, line, sent) => people.of[as].call(line.replace('~', path), sent)
  const sees: Story['sees'] = async (t, line, expected) => {
    for (const [role, status] of Object.entries(expected))
      t.equal((await call(role as Role, line)).status, status, `${role} ${line}`)
  }
  const ids = Object.fromEntries(Object.entries(people.of).map(([role, { id }]) => [role, id]))
  return {
    ...begun,
    asked,
    ids: ids as Story['ids'],
    call,
    must: (as, line, sent) => done(call(as, line, sent)),
    sees,
    hides: async (t, state) => {
      t.equal((await call('applicant', 'GET ~')).body.state, state, 'the state is all there is')
      const hidden = ['reviews', 'consensus', 'consensus/score', 'consensus/visit']
      for (const part of [...hidden, 'feedback-reports', 'feedback-reports/1'])
        await sees(t, `GET ~/${part}`, { applicant: 404, stranger: 404 })
      await sees(t, 'GET ~', { stranger: 404 })
    },
  }
}

/** What a reviewer gives each item; null: cannot judge it. */
export type Marks = (code: string) => number | null

/** Begins a review and scores the items of the list; answers its path. */
export const begunReview = async (
  { must }: Story,
  as: Role,
  { codes, marks }: { readonly codes: readonly string[]; readonly marks: Marks },
): Promise<string> => {
  const { body } = await must(as, 'POST ~/reviews')
  const review = `~/reviews/${body.id}`
  for (const code of codes) {
    const percent = marks(code)
    const cannotJudge = 'The answer tells of one site of four.'
    const score = percent === null ? { cannotJudge } : { percent }
    await must(as, `PUT ${review}/scores/${code}`, { body: score, isNew: true })
  }
  return review
}

/** Locks what is there. */
export const locks = async ({ call, must }: Story, as: Role, review: string): Promise<Told> => {
  const { body } = await must(as, `GET ${review}`)
  return call(as, `POST ${review}/lock`, { ifMatch: body.etag })
}
