import t from 'tap'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { AssociationId, PersonId, ProgrammeId } from '../../../src/core/ids.ts'
import {
  createProgramme,
  etagOfProgramme,
  updateProgramme,
} from '../../../src/core/programme/programme.ts'
import { noon, numbered } from '../../support/assessment.ts'
import { associationId, me, refusalOf, standings } from '../../support/submissions.ts'

const given = {
  id: numbered<ProgrammeId>(160),
  associationId: associationId as AssociationId,
  input: { name: 'Quality award', description: 'For everybody.' },
  standing: standings.manager,
  now: noon(1),
}
const { programme, events } = createProgramme(given)

t.test('a programme has a name and a first revision', async (t) => {
  t.same(programme, {
    id: given.id,
    associationId,
    name: 'Quality award',
    description: 'For everybody.',
    calibrationLeadId: null,
    revision: 1,
    createdBy: me,
    createdAt: noon(1),
    updatedAt: noon(1),
  })
  for (const event of events) Happening.parse(event)
  t.match(events, [{ type: 'programme.created', versions: { programme: '1' } }])
})

t.test('a change says only what changes; the same again changes nothing', async (t) => {
  const standing = standings.association
  const change = (what: object) =>
    updateProgramme({ programme, change: what, leadManages: false, standing, now: noon(2) })
  const renamed = change({ name: 'Award' })
  t.match(renamed.programme, { name: 'Award', description: 'For everybody.', revision: 2 })
  t.match(renamed.events, [{ type: 'programme.updated', versions: { programme: '2' } }])
  t.not(etagOfProgramme(renamed.programme), etagOfProgramme(programme))
  t.match(change({ description: '' }).programme, { name: 'Quality award', description: '' })
  for (const same of [{}, { name: 'Quality award' }, { description: 'For everybody.' }]) {
    t.equal(change(same).programme, programme)
    t.same(change(same).events, [])
  }
})

t.test('a calibration lead is another person, who manages programmes there', async (t) => {
  const lead = numbered<PersonId>(161)
  const name = (calibrationLeadId: PersonId | null, leadManages = true, of = programme) =>
    updateProgramme({
      programme: of,
      change: { calibrationLeadId },
      leadManages,
      standing: standings.manager,
      now: noon(2),
    })
  const named = name(lead)
  t.equal(named.programme.calibrationLeadId, lead)
  for (const event of named.events) Happening.parse(event)
  t.match(named.events, [{ type: 'programme.updated', ids: { calibrationLeadId: lead } }])
  t.same(name(lead, false, named.programme).events, [], 'whoever is named already stays')
  t.match(
    refusalOf(() => name(lead, false)),
    {
      code: 'document-invalid',
      errors: [{ pointer: '/calibrationLeadId', code: 'role-missing' }],
    },
  )
  t.match(
    refusalOf(() => name(me)),
    { code: 'forbidden' },
  )
  const without = name(null, false, named.programme)
  t.equal(without.programme.calibrationLeadId, null)
  t.same(without.events[0]?.ids, {})
})

t.test('only the own people of the association', async (t) => {
  for (const decide of [
    () => createProgramme({ ...given, standing: standings.admin }),
    () =>
      updateProgramme({
        programme,
        change: {},
        leadManages: true,
        standing: standings.admin,
        now: noon(2),
      }),
  ])
    t.same(refusalOf(decide), { code: 'not-found' })
})
