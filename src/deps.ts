// What a slice may need, each named by the slice itself with Pick. Made by serve.ts, by the test support and,
// as stubs, by the generator. There is no context object: a request brings its Context, the unit its tx.
import type { Config } from './config.ts'
import type { CodeLists } from './core/benchmark/codes.ts'
import type { Questionnaire } from './core/document/questionnaire-v1.ts'
import type { Weighting } from './core/scoring/weighting.ts'
import type { Answers } from './core/submission/answer.ts'
import type { SheetBasis } from './core/submission/submit.ts'
import type { Database } from './db/client.ts'
import type { Peppers } from './db/digest.ts'
import type { Log } from './db/log.ts'
import type { Pages } from './db/page.ts'

/** One published questionnaire version, read, with its canonical text and digests (SHA-256, hex). */
export type QuestionnaireDocument = {
  readonly questionnaire: Questionnaire
  /** Canonical JSON: what the digest is of. */
  readonly text: string
  readonly digest: string
  /** Of what decides comparability: nodes, order, points, method, parameters. */
  readonly scoringDigest: string
  readonly state: 'published' | 'withdrawn'
  readonly publishedAt: Date
}

/** All published questionnaire versions, in memory: they never change. */
export type Documents = {
  /** `latest` is the highest published version; null: no such questionnaire or version. */
  readonly find: (key: string, version: string) => QuestionnaireDocument | null
  /** By key, then version, newest first. */
  readonly list: () => readonly QuestionnaireDocument[]
}

/** Prepares scoring: plans are kept, digests are made. */
export type Scoring = {
  /** The weighting must have no findings; the answers are those that will be scored. */
  readonly basisOf: (
    document: QuestionnaireDocument,
    weighting: Weighting,
    answers: Answers,
  ) => SheetBasis
}

export type Deps = {
  readonly config: Config
  readonly db: Database
  readonly log: Log
  /** UUIDv7. */
  readonly newId: () => string
  readonly documents: Documents
  readonly scoring: Scoring
  /** Regions, sectors and sizes by which organizations are told apart. */
  readonly codes: CodeLists
  /** Secrets of the digests of keys, and of what is sealed in the database. */
  readonly peppers: Peppers
  /** Opens the pages of lists; knows the secret of their cursors. */
  readonly pages: Pages
  /** Whether this instance runs background work; without it nothing that needs the worker is accepted. */
  readonly worker: boolean
}

/**
 * The benchmark builder's way into the database, as role excellence_benchmark: units, and the address for the
 * throwaway connection of a COPY. Background work alone has it; no request can reach it (P10).
 */
export type Builder = { readonly db: Database; readonly url: string }
