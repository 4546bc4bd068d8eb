// What forms and sheets read of a questionnaire, whatever its method: a plain view of parts that not every
// questionnaire has. A member that a method lacks is absent here, never assumed.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { LocalizedText } from '../../core/document/text.ts'

export type Statement = {
  readonly code: string
  readonly text: LocalizedText
  readonly naAllowed?: boolean
}

export type BandSet = {
  readonly code: string
  readonly factors: readonly string[]
  readonly factorNames: Readonly<Record<string, LocalizedText>>
  readonly bands: readonly { readonly from: number; readonly label: LocalizedText }[]
}

export type Scale = {
  readonly code: string
  readonly levels: readonly { readonly percent: number; readonly label: LocalizedText }[]
}

type ByKind<Value> = Readonly<Partial<Record<string, Value>>>

/** The parameters of all methods together; which are there depends on the method. */
export type Parameters = {
  readonly step?: number
  readonly factors?: string
  readonly inputStep?: number
  readonly elements?: ByKind<readonly { readonly attributes: readonly string[] }[]>
  readonly entry?: string
  readonly pointStep?: number
  readonly scale?: string
  readonly bandSets: ByKind<string>
}

export type Area = Questionnaire['profile'][number]['areas'][number]

/** An item or a leaf, as it is asked. */
export type AskedNode = {
  readonly code: string
  readonly name: LocalizedText
  readonly intent: LocalizedText
  readonly evidence: LocalizedText
  readonly kind: string
  readonly points: number
  readonly naAllowed: boolean
  readonly areas: readonly Area[]
  readonly statements: readonly Statement[]
  readonly levelStatements: readonly (readonly Statement[])[]
}

export type AskedCategory = {
  readonly code: string
  readonly name: LocalizedText
  readonly intent: LocalizedText
  /** The category itself where it is a leaf. */
  readonly isLeaf: boolean
  readonly nodes: readonly AskedNode[]
}

type Stated = {
  readonly statements?: readonly Statement[]
  readonly levelStatements?: readonly (readonly Statement[])[]
}

const statedIn = ({ statements = [], levelStatements = [] }: Stated) => ({
  statements,
  levelStatements,
})

/** Categories and what is asked in them, in document order. */
export const categoriesOf = ({ categories }: Questionnaire): readonly AskedCategory[] =>
  categories.map(({ code, name, intent, points, leaf, items = [] }) => ({
    code,
    name,
    intent,
    isLeaf: leaf !== undefined,
    nodes:
      leaf === undefined
        ? items.map((item) => ({ ...item, ...statedIn(item as Stated) }))
        : [{ ...leaf, ...statedIn(leaf as Stated), code, name, intent, points }],
  }))

export const nodesOf = (questionnaire: Questionnaire): readonly AskedNode[] =>
  categoriesOf(questionnaire).flatMap(({ nodes }) => nodes)

export const parametersIn = ({ scoring }: Questionnaire): Parameters =>
  scoring.parameters as Parameters

/** The band set of a kind; null where the method has none for it. */
export const bandSetFor = (questionnaire: Questionnaire, kind: string): BandSet | null => {
  const name = parametersIn(questionnaire).bandSets[kind]
  return questionnaire.bandSets.find(({ code }) => code === name) ?? null
}

export const scaleIn = (questionnaire: Questionnaire): Scale | null => {
  const { scales = [] } = questionnaire as { readonly scales?: readonly Scale[] }
  return scales.find(({ code }) => code === parametersIn(questionnaire).scale) ?? null
}
