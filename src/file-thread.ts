// The thread that reads one file from outside and says what is in it, or why not; files.ts starts and stops it.
import { parentPort, workerData } from 'node:worker_threads'
import { isProblem } from './core/problem.ts'
import { readAnswerSheet } from './exchange/answers/import.ts'
import type { RefusalReason } from './exchange/refusal.ts'
import type { FileDone, FileTask } from './files.ts'

const work = ({ bytes, format }: FileTask): FileDone => {
  try {
    return { table: readAnswerSheet(bytes, format) }
  } catch (error) {
    if (!isProblem(error, 'file-refused')) throw error
    return { reason: error.parameters.reason as RefusalReason, place: placeOf(error.detail) }
  }
}

/** A refusal says its place before its sentence: `Answers!C5: A cell ...`. */
const placeOf = (detail: string | null): string | null =>
  /^(.*?): [A-Z]/.exec(detail ?? '')?.[1] ?? null

parentPort?.postMessage(work(workerData as FileTask))
