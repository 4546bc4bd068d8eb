// A picture in points, for programs that show no SVG in a document: Word before 2016, LibreOffice, WPS and others. It is
// drawn by compiled code that is the same on every machine, and with our own fonts, so that its bytes are too.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { fontFiles } from './font-files.ts'
import { loadedOnce } from './loaded-once.ts'

/** Points for each pixel of the SVG: clear enough in print. */
const zoom = 2
const family = 'Noto Sans SC'

const load = async () => {
  const { normal, bold } = fontFiles()
  const wasm = fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))
  const [{ initWasm, Resvg }, code, ...fontBuffers] = await Promise.all([
    import('@resvg/resvg-wasm'),
    readFile(wasm),
    readFile(normal),
    readFile(bold),
  ])
  await initWasm(code)
  return (svg: string): Uint8Array => {
    const drawing = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: zoom },
      font: { fontBuffers, defaultFontFamily: family, sansSerifFamily: family },
    })
    const image = drawing.render()
    const png = image.asPng()
    image.free()
    drawing.free()
    return png
  }
}

const loaded = loadedOnce(load)

/** PNG. Throws where the text is no SVG. */
export const pngOf = async (svg: string): Promise<Uint8Array> => {
  const draw = await loaded()
  return draw(svg)
}
