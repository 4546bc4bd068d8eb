// A test of the core or a kernel may cover only the source it mirrors; null asks for no coverage.
const mirrored = /^dist\/test\/(core|db|http)\/(.+)\.test\.js$/

export default (test) => {
  const [, folder, name] = mirrored.exec(test) ?? []
  return folder ? `src/${folder}/${name}.ts` : null
}
