// What a draft is held against: the versions under its key, the text of the last, the text its mapping comes from.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { Draft, VersionName } from '../../core/questionnaire/draft.ts'
import { lastOf, type Offer } from '../../core/questionnaire/examine.ts'
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import type { Reader } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as versions from './store.ts'

export type Papers = {
  readonly associationId: Draft['associationId']
  readonly known: readonly PublishedVersion[]
  readonly last: Questionnaire | null
  readonly source: Questionnaire | null
}

export const papersFor = async (
  { documents }: Pick<Deps, 'documents'>,
  reader: Reader,
  { associationId, named }: Draft,
  { mapping }: Offer,
): Promise<Papers> => {
  const known = named.key === null ? [] : await versions.listAmong(reader, [named.key])
  const last = lastOf({ known, associationId })
  const house = { kind: 'association', id: associationId } as const
  const seen = async (name: VersionName): Promise<Questionnaire | null> => {
    const version = await versions.find(reader, house, name)
    return version && (await documents.within(reader, version)).questionnaire
  }
  return {
    associationId,
    known,
    last: last && (await documents.within(reader, last)).questionnaire,
    source: mapping && (await seen(mapping.from)),
  }
}
