// Opens a thread of this program: the one way to do so, from sources as from what was compiled.
// What a thread is for is said in its own file; who opened it ends it.
import { Worker } from 'node:worker_threads'

const isSource = import.meta.url.endsWith('.ts')
const readsTypes = Boolean(Reflect.get(process.features, 'typescript'))

/**
 * `name`: the file beside this one, without its ending. It knows nothing of the environment and cannot take
 * more memory for its objects than `memoryMb`; typed arrays are beside that.
 */
export const openThread = (
  name: string,
  workerData: unknown,
  { memoryMb }: { readonly memoryMb: number },
): Worker => {
  const entry = new URL(`./${name}.${isSource ? 'ts' : 'js'}`, import.meta.url)
  const options = {
    workerData,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
  }
  if (!isSource || readsTypes) return new Worker(entry, options)
  // A thread begins without what its parent loaded: where Node cannot read types, tsx comes first.
  const [tsx, file] = [import.meta.resolve('tsx/esm/api'), entry.href].map((url) => {
    return JSON.stringify(url)
  })
  const code = `import(${tsx}).then(({ register }) => { register(); return import(${file}) })`
  return new Worker(code, { ...options, eval: true })
}
