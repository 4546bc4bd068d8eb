// The code lists by which cohorts are cut: regions, sectors and sizes of one country, as shipped data.
// Which of them a benchmark edition offers, and how keys are spelled, is in cohort.ts.
import { z } from 'zod'
import { Provenance } from '../document/questionnaire-v1.ts'
import { Problem } from '../problem.ts'

const Name = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) })

const SectorScheme = z.enum(['gbt-4754-2017', 'isic-4', 'isic-5'])
export type SectorScheme = z.infer<typeof SectorScheme>

const SizeClass = z.enum(['large', 'medium', 'small', 'micro'])
export type SizeClass = z.infer<typeof SizeClass>

const Indicator = z.enum(['people', 'revenueTenThousandCny', 'assetsTenThousandCny'])
export type Indicator = z.infer<typeof Indicator>

const section = z.string().regex(/^[A-Z]$/)
const sections = z.array(section).min(1)
const lowerBound = z.int().positive()

/** `codes/v1`: one file a country. Bounds are inclusive, money is in units of 10,000 CNY. */
export const CodeListsV1 = z
  .strictObject({
    format: z.literal('codes/v1'),
    key: z.string().regex(/^[a-z]{2}$/),
    country: z.string().regex(/^[A-Z]{2}$/),
    regions: z.strictObject({
      scheme: z.literal('iso-3166-2'),
      nativeScheme: z.literal('gbt-2260'),
      provenance: Provenance,
      items: z
        .array(
          z.strictObject({
            code: z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/),
            native: z.string().regex(/^\d{6}$/),
            name: Name,
            kind: z.enum([
              'province',
              'municipality',
              'autonomous_region',
              'special_administrative_region',
            ]),
          }),
        )
        .min(1),
    }),
    sectors: z.strictObject({
      scheme: z.literal('gbt-4754-2017'),
      provenance: z.strictObject({
        sections: Provenance,
        divisions: Provenance,
        isic: Provenance,
      }),
      items: z
        .array(
          z.strictObject({
            code: section,
            name: Name,
            divisions: z.array(z.string().regex(/^\d{2}$/)).min(1),
            isic4: sections,
            isic5: sections,
          }),
        )
        .min(1),
    }),
    isic: z.array(
      z.strictObject({
        scheme: z.enum(['isic-4', 'isic-5']),
        provenance: Provenance,
        items: z.array(z.strictObject({ code: section, name: Name })).min(1),
      }),
    ),
    sizes: z.strictObject({
      scheme: z.literal('nbs-2017'),
      provenance: Provenance,
      classes: z.array(z.strictObject({ code: SizeClass, native: z.string(), name: Name })),
      indicators: z.array(z.strictObject({ code: Indicator, name: Name })),
      rows: z.array(
        z.strictObject({
          code: z.string(),
          name: Name,
          appliesTo: z.array(z.string().regex(/^([A-Z]|\d{2,3})$/)).min(1),
          lowerBounds: z.partialRecord(
            Indicator,
            z.strictObject({ large: lowerBound, medium: lowerBound, small: lowerBound }),
          ),
        }),
      ),
    }),
  })
  .meta({ id: 'CodeListsV1', description: 'Regions, sectors and sizes of one country.' })
export type CodeLists = z.infer<typeof CodeListsV1>

/** Parses a shipped list; refuses with `document-invalid`, every finding by its pointer. */
export const readCodes = (json: unknown): CodeLists => {
  const read = CodeListsV1.safeParse(json)
  if (read.success) return read.data
  throw new Problem('document-invalid', {
    errors: read.error.issues.map(({ path, code, message }) => ({
      pointer: path.map((step) => `/${String(step)}`).join(''),
      code,
      detail: message,
    })),
  })
}

/** What an organization says of its activity, in the scheme of its country: the finest it knows. */
export type Activity = {
  readonly scheme: SectorScheme
  readonly section?: string | null
  /** Two digits of GB/T 4754, such as `51`. */
  readonly division?: string | null
  /** Three digits of GB/T 4754, such as `701`. */
  readonly group?: string | null
}

/** Codes of one kind, in the order of the list: what a lattice is made of. */
export const regionCodes = (codes: CodeLists): readonly string[] =>
  codes.regions.items.map(({ code }) => code)

export const sizeCodes = (codes: CodeLists): readonly SizeClass[] =>
  codes.sizes.classes.map(({ code }) => code)

export const sectorCodes = (codes: CodeLists, scheme: SectorScheme): readonly string[] =>
  [codes.sectors, ...codes.isic]
    .filter((list) => list.scheme === scheme)
    .flatMap((list) => list.items.map(({ code }) => code))

/** The section that a GB/T 4754 division belongs to. A division outside the list is `unlisted`. */
export const sectionOf = (codes: CodeLists, division: string): string =>
  codes.sectors.items.find(({ divisions }) => divisions.includes(division))?.code ?? 'unlisted'

/**
 * The sector of an activity in the scheme of a benchmark edition. It goes by division, never by letter
 * (finance is J in GB/T 4754, K in ISIC 4, L in ISIC 5). Where one section has several targets there is
 * no guess: `unlisted`. So is an activity of a scheme from which no mapping is known.
 */
export const sectorIn = (codes: CodeLists, scheme: SectorScheme, activity: Activity): string => {
  const own = ownSection(codes, activity)
  if (activity.scheme === scheme) return sectorCodes(codes, scheme).includes(own) ? own : 'unlisted'
  if (activity.scheme !== 'gbt-4754-2017') return 'unlisted'
  const entry = codes.sectors.items.find(({ code }) => code === own)
  const targets = (scheme === 'isic-4' ? entry?.isic4 : entry?.isic5) ?? []
  return targets.length === 1 ? targets.join() : 'unlisted'
}

const ownSection = (codes: CodeLists, { scheme, section, division, group }: Activity): string => {
  const finest = division ?? group?.slice(0, 2)
  if (scheme === 'gbt-4754-2017' && finest) return sectionOf(codes, finest)
  return section ?? 'unlisted'
}

/** Figures of one year; absent or null means not known, which is not zero. */
export type Figures = Readonly<Partial<Record<Indicator, number | null>>>

/**
 * Size by the NBS rule of 2017: the highest class whose lower bounds **every** listed indicator meets,
 * else micro. No row for the activity, or a listed figure unknown: `unclassified`.
 * Rows go by group, division or section, the finest first.
 */
export const sizeOf = (
  codes: CodeLists,
  activity: Activity,
  figures: Figures,
): SizeClass | 'unclassified' => {
  const row = sizeRow(codes, activity)
  if (row === undefined) return 'unclassified'
  const listed = codes.sizes.indicators.flatMap(({ code }) => {
    const bounds = row.lowerBounds[code]
    return bounds === undefined ? [] : [{ bounds, figure: figures[code] ?? null }]
  })
  if (listed.some(({ figure }) => figure === null)) return 'unclassified'
  const meets = (size: 'large' | 'medium' | 'small') =>
    listed.every(({ bounds, figure }) => figure !== null && figure >= bounds[size])
  return (['large', 'medium', 'small'] as const).find(meets) ?? 'micro'
}

const sizeRow = (codes: CodeLists, activity: Activity) => {
  const { scheme, division, group } = activity
  if (scheme !== codes.sectors.scheme) return undefined
  const places = [group, division ?? group?.slice(0, 2), ownSection(codes, activity)]
  for (const place of places) {
    const row = codes.sizes.rows.find(({ appliesTo }) => appliesTo.includes(place ?? ''))
    if (row !== undefined) return row
  }
  return undefined
}
