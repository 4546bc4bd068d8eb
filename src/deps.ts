// What a slice may need, each named by the slice itself with Pick. Made by serve.ts, by the test support and,
// as stubs, by the generator. There is no context object: a request brings its Context, the unit its tx.
import type { Config } from './config.ts'
import type { Audit } from './core/benchmark/audit.ts'
import type { BuildPart } from './core/benchmark/build-job.ts'
import type { CodeLists } from './core/benchmark/codes.ts'
import type { Descriptor, Digests } from './core/benchmark/edition.ts'
import type { Funnel } from './core/benchmark/selection.ts'
import type { Questionnaire } from './core/document/questionnaire-v1.ts'
import type { AssociationId, BenchmarkEditionId } from './core/ids.ts'
import type { DocumentName, PublishedVersion, Versions } from './core/questionnaire/version.ts'
import type { Locale } from './core/request.ts'
import type { Variation } from './core/scoring/presets.ts'
import type { Weighting } from './core/scoring/weighting.ts'
import type { Answers } from './core/submission/answer.ts'
import type { SheetBasis } from './core/submission/submit.ts'
import type { Database } from './db/client.ts'
import type { Peppers } from './db/digest.ts'
import type { Log } from './db/log.ts'
import type { Pages } from './db/page.ts'
import type { Reader } from './db/unit.ts'
import type { SheetFormat } from './exchange/sheet-types.ts'
import type { Titled } from './exchange/titled.ts'
import type { ReportFormat } from './render/report.ts'
import type { Report } from './render/report-document.ts'

/** The text of one published questionnaire version, read. It never changes; whether it is open is not said here. */
export type QuestionnaireDocument = {
  readonly questionnaire: Questionnaire
  /** Canonical JSON: what the digest is of. */
  readonly text: string
  /** SHA-256, hexadecimal. */
  readonly digest: string
  /** Of what decides comparability: nodes, order, points, method, parameters. */
  readonly scoringDigest: string
}

/** What everybody may see, by key. */
export type Catalogue = {
  readonly list: readonly Versions[]
  /** `latest` is the highest that takes new submissions; null: no such questionnaire or version. */
  readonly find: (key: string, version: string) => PublishedVersion | null
}

/**
 * Questionnaires. Texts are kept in memory by their digest. What can change (which versions there are, who sees
 * them, which are open) is asked in the unit that needs it, of the store of the questionnaires slice; only the
 * public catalogue is kept, for a second. So a version published or withdrawn elsewhere counts here at once.
 */
export type Documents = {
  /** The text of a version that is known to be there; one that is not kept is read in the unit of `reader`. */
  readonly within: (reader: Reader, name: DocumentName) => Promise<QuestionnaireDocument>
  /** The same outside units, where one that is not kept is read in a unit of its own. */
  readonly alone: (name: DocumentName) => Promise<QuestionnaireDocument>
  /** At most a second old. */
  readonly catalogue: () => Promise<Catalogue>
}

/** Prepares scoring: plans are kept, digests are made. */
export type Scoring = {
  /**
   * The weighting must have no findings; the answers are those that will be scored. `variation`: parameters of
   * a preview; Problem `document-invalid` where the method does not let them be varied.
   */
  readonly basisOf: (
    document: QuestionnaireDocument,
    weighting: Weighting,
    answers: Answers,
    variation?: Variation,
  ) => SheetBasis
}

/** Reads files from outside, apart from everything else. */
export type Files = {
  /** Refuses with `file-refused`, and with `unavailable` while too many are being read. */
  readonly readAnswerSheet: (bytes: Uint8Array, format: SheetFormat) => Promise<Titled>
}

/** Writes feedback reports as files, apart from everything else. */
export type Reports = {
  /** Equal reports, equal bytes. Refuses with `unavailable` while too many are being written. */
  readonly write: (task: {
    readonly report: Report
    readonly locale: Locale
    readonly format: ReportFormat
  }) => Promise<Uint8Array>
}

export type Deps = {
  readonly config: Config
  readonly db: Database
  readonly log: Log
  /** UUIDv7. */
  readonly newId: () => string
  readonly documents: Documents
  readonly scoring: Scoring
  readonly files: Files
  readonly reports: Reports
  /** Regions, sectors and sizes by which organizations are told apart. */
  readonly codes: CodeLists
  /** Secrets of the digests of keys, and of what is sealed in the database. */
  readonly peppers: Peppers
  /** Opens the pages of lists; knows the secret of their cursors. */
  readonly pages: Pages
  /** Whether this instance runs background work; without it nothing that needs the worker is accepted. */
  readonly worker: boolean
}

/** What a build is of, and of which submissions. */
export type BuildAsked = {
  readonly associationId: AssociationId
  readonly benchmarkEditionId: BenchmarkEditionId
  readonly descriptor: Descriptor
}

/**
 * A build that is computed and not yet written. It stays where it was computed and is handed over part by part:
 * each part is the JSON text of some thousand rows.
 */
export type ComputedBuild = Digests & {
  readonly funnel: Funnel
  readonly audit: Audit
  readonly parts: Readonly<Record<BuildPart, number>>
  readonly part: (name: BuildPart, place: number) => Promise<string>
}

/**
 * The benchmark builder's way into the database, as role excellence_benchmark: units, and the reading and
 * computing in a thread of its own. Background work alone has it; no request can reach it (P10).
 */
export type Builder = {
  readonly db: Database
  /** The same way for a connection of one's own, which COPY needs. */
  readonly url: string
  /** Calls `use` with what was computed, and lets go of it after. `onRead`: when all is read. */
  readonly compute: (
    asked: BuildAsked,
    given: {
      readonly signal: AbortSignal
      readonly onRead: () => Promise<unknown>
      readonly use: (computed: ComputedBuild) => Promise<void>
    },
  ) => Promise<void>
}
