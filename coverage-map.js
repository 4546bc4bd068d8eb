// Tests of the core and the kernels may cover only the sources they mirror; null asks for no coverage.
import { groups } from './scripts/together.mjs'

const mirrored = /^(core|db|http)\/(.+)\.test\.js$/
const together = groups()

export default (test) => {
  const group = /^dist\/test\/together\/(.+)\.test\.js$/.exec(test)?.[1]
  const sources = (group ? together[group] : [])
    .map((name) => mirrored.exec(name))
    .filter((match) => match !== null)
    .map(([, folder, name]) => `src/${folder}/${name}.ts`)
  return sources.length === 0 ? null : sources
}
