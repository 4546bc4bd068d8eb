// The reason and the sentence of a refused file, or what was read instead.
import { isProblem } from '../../src/core/problem.ts'

export const refusalOfFile = (
  read: () => unknown,
): { reason: string; detail: string } | unknown => {
  try {
    return read()
  } catch (error) {
    if (!isProblem(error, 'file-refused')) throw error
    return { reason: error.parameters.reason, detail: error.detail }
  }
}
