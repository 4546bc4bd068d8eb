// A questionnaire as a FHIR R4 Questionnaire, for systems that know no other kind of form.
// Its items are items.ts; answers do not come back as FHIR.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { fhirItems } from './items.ts'
import type { FhirQuestionnaire } from './shape.ts'
import { speaker } from './translation.ts'

/** `url`: the address of this version, which names it everywhere; `publisher`: who runs the service. */
export type Published = {
  readonly url: string
  readonly publisher: string
  readonly publishedAt: Date
  readonly isWithdrawn: boolean
}

export const questionnaireToFhir = (
  questionnaire: Questionnaire,
  { url, publisher, publishedAt, isWithdrawn }: Published,
): FhirQuestionnaire => {
  const { key, version, title, description, rights, defaultLocale } = questionnaire
  const { say } = speaker(questionnaire)
  const [named, told, noticed] = [say(title), say(description), say(rights.notice)]
  const owner = `${rights.owner}. `
  return {
    resourceType: 'Questionnaire',
    id: idOf(key, version),
    language: defaultLocale,
    url,
    version,
    name: nameOf(key),
    title: named.said,
    ...(named.others === null ? {} : { _title: named.others }),
    status: isWithdrawn ? 'retired' : 'active',
    subjectType: ['Organization'],
    date: publishedAt.toISOString(),
    publisher,
    description: told.said,
    ...(told.others === null ? {} : { _description: told.others }),
    // The owner of the model is named as such, not as the publisher: none of them endorses the service.
    copyright: owner + noticed.said,
    ...(noticed.others === null ? {} : { _copyright: noticed.others }),
    item: fhirItems(questionnaire, url),
  }
}

/** At most 64 characters: the version stays whole. */
const idOf = (key: string, version: string): string =>
  `${key.slice(0, 63 - version.length)}-${version}`

/** `Gbt19580_2012`: FHIR wants a name that programs can use. */
const nameOf = (key: string): string => {
  const name = key
    .split('-')
    .map((part, index, all) =>
      /^\d/.test(part) && /\d$/.test(all[index - 1] ?? '')
        ? `_${part}`
        : `${part.charAt(0).toUpperCase()}${part.slice(1)}`,
    )
    .join('')
  return /^[A-Z]/.test(name) ? name : `Q${name}`
}
