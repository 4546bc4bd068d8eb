// What a difference between two versions weighs: a table from member to class (scoring.md section 8).
// What the table does not know is breaking until somebody decides otherwise; a test keeps it whole.
import type { EntityType } from './entities.ts'

/** From light to heavy. The version number must rise by the step of the heaviest change. */
export const changeClasses = ['editorial', 'compatible', 'breaking'] as const
export type ChangeClass = (typeof changeClasses)[number]

/** `text`: as heavy as its author declares by `meaningChanged`. `texts`: a map of such texts. */
export type Weight = ChangeClass | 'text' | 'texts' | 'permission'

type Row = {
  readonly added: ChangeClass
  readonly removed: ChangeClass
  readonly moved: ChangeClass
  readonly members: Readonly<Record<string, Weight>>
}

const part = (members: Row['members']): Row => ({
  added: 'breaking',
  removed: 'breaking',
  moved: 'breaking',
  members,
})

export const table: Readonly<Record<EntityType, Row>> = {
  document: part({
    depth: 'breaking',
    title: 'editorial',
    description: 'editorial',
    locales: 'editorial',
    defaultLocale: 'editorial',
    provenance: 'editorial',
    levels: 'editorial',
    reserved: 'editorial',
  }),
  edition: part({
    key: 'breaking',
    model: 'breaking',
    label: 'editorial',
    status: 'editorial',
    issued: 'editorial',
    effective: 'editorial',
    supersedes: 'editorial',
  }),
  rights: part({ owner: 'editorial', text: 'editorial', notice: 'editorial' }),
  scoring: part({
    method: 'breaking',
    total: 'breaking',
    displayUnit: 'compatible',
    parameters: 'breaking',
  }),
  category: part({
    name: 'text',
    points: 'breaking',
    intent: 'text',
    provenance: 'editorial',
    passPoints: 'breaking',
  }),
  node: part({
    name: 'text',
    kind: 'breaking',
    points: 'breaking',
    naAllowed: 'permission',
    relatedNodes: 'editorial',
    intent: 'text',
    evidence: 'editorial',
    provenance: 'editorial',
    effectiveFrom: 'compatible',
  }),
  // Narrative is kept by area: where one goes, somebody must say what becomes of it.
  area: {
    added: 'compatible',
    removed: 'breaking',
    moved: 'breaking',
    members: { name: 'text', provenance: 'editorial' },
  },
  question: {
    added: 'compatible',
    removed: 'compatible',
    moved: 'compatible',
    members: { text: 'text', probes: 'editorial' },
  },
  statement: part({
    text: 'text',
    weight: 'breaking',
    naAllowed: 'permission',
    level: 'breaking',
  }),
  'profile-item': {
    added: 'compatible',
    removed: 'breaking',
    moved: 'compatible',
    members: { name: 'text', intent: 'text', provenance: 'editorial' },
  },
  'band-set': {
    added: 'compatible',
    removed: 'compatible',
    moved: 'compatible',
    members: { factors: 'breaking', factorNames: 'texts', elementNames: 'texts' },
  },
  band: {
    added: 'compatible',
    removed: 'compatible',
    moved: 'compatible',
    members: { from: 'compatible', to: 'compatible', label: 'text', descriptors: 'texts' },
  },
  group: {
    added: 'compatible',
    removed: 'compatible',
    moved: 'compatible',
    members: { name: 'editorial', nodes: 'compatible' },
  },
  recognition: {
    added: 'compatible',
    removed: 'compatible',
    moved: 'compatible',
    members: {
      name: 'editorial',
      awardingBody: 'compatible',
      official: 'compatible',
      scope: 'compatible',
      validFrom: 'compatible',
      validTo: 'compatible',
      provenance: 'editorial',
      bands: 'compatible',
    },
  },
  scale: part({}),
  'scale-level': part({ percent: 'breaking', label: 'text' }),
}

/** What a change of this member weighs; unknown ones are breaking. */
export const weightOf = (type: EntityType, member: string): Weight =>
  table[type].members[member] ?? 'breaking'

/** The heavier of the two. */
export const heavier = (a: ChangeClass, b: ChangeClass): ChangeClass =>
  changeClasses.indexOf(a) >= changeClasses.indexOf(b) ? a : b
