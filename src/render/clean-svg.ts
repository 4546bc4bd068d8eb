// Writes a drawn SVG anew from the few elements and attributes that pictures need: nothing that runs, loads or links,
// no styles (our own policy for content forbids them), the same bytes for the same picture, and words for who sees none.
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { Locale } from '../core/request.ts'
import { escaped } from './escape.ts'

const elements: ReadonlySet<string> = new Set([
  'svg',
  'g',
  'defs',
  'pattern',
  'clipPath',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
])
/** Of elements that are passed over with all they hold. */
const dropped: ReadonlySet<string> = new Set(['style'])

const attributes =
  /^(d|points|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|dx|dy|width|height|viewBox|transform|fill|fill-opacity|fill-rule|stroke|stroke-(?:width|opacity|dasharray|dashoffset|linecap|linejoin|miterlimit)|opacity|font-(?:size|family|weight|style)|text-anchor|dominant-baseline|xml:space|patternUnits|patternTransform|clip-path|clip-rule|id)$/

/** A reference goes nowhere but to a part of the same picture. */
const reference = /^url\(#([\w-]+)\)$/

export type Words = {
  /** Of the picture among others in one document; letters and hyphens. */
  readonly id: string
  readonly locale: Locale
  readonly title: string
  readonly description: string
}

/** Throws where the drawing holds an element that no picture needs: then it was not drawn by us. */
export const cleanSvg = (drawn: string, words: Words): string => {
  const names = new Map<string, string>()
  const nameOf = (id: string): string => {
    const known = names.get(id) ?? `${words.id}-${names.size + 1}`
    names.set(id, known)
    return known
  }
  const written: string[] = []
  let droppedDepth = 0
  let depth = 0
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes: given }: SaxesTagPlain) => {
    if (droppedDepth > 0 || dropped.has(name)) {
      droppedDepth += 1
      return
    }
    if (!elements.has(name)) throw new Error(`A picture holds no <${name}>.`)
    written.push(`<${name}${depth === 0 ? rootAttributes(words) : ''}${shown(given, nameOf)}>`)
    if (depth === 0) written.push(wordElements(words))
    depth += 1
  })
  parser.on('text', (text) => {
    if (droppedDepth === 0 && (depth === 0 || text.trim() !== '')) written.push(escaped(text))
  })
  parser.on('closetag', ({ name }) => {
    if (droppedDepth > 0) {
      droppedDepth -= 1
      return
    }
    depth -= 1
    written.push(`</${name}>`)
  })
  parser.write(drawn).close()
  return `${written.join('').trim()}\n`
}

const rootAttributes = ({ id, locale }: Words): string =>
  ` xmlns="http://www.w3.org/2000/svg" role="img" lang="${locale}" xml:lang="${locale}"` +
  ` aria-labelledby="${id}-title ${id}-desc"`

const wordElements = ({ id, title, description }: Words): string =>
  `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(description)}</desc>`

type Given = Readonly<Record<string, string>>

const shown = (given: Given, nameOf: (id: string) => string): string =>
  Object.entries({ ...given, ...stylesOf(given.style) })
    .flatMap(([name, value]) => {
      if (!attributes.test(name)) return []
      if (name === 'id') return [` id="${nameOf(value)}"`]
      const [, target] = reference.exec(value) ?? []
      if (target !== undefined) return [` ${name}="url(#${nameOf(target)})"`]
      return /url\(|:\/\//i.test(value) ? [] : [` ${name}="${escaped(value)}"`]
    })
    .join('')

/** Styles that are attributes as well, which no policy forbids. */
const stylesOf = (style = ''): Given =>
  Object.fromEntries(
    style.split(';').flatMap((each) => {
      const [name = '', value = ''] = each.split(/:(.*)/s)
      return value === '' ? [] : [[name.trim(), value.trim()]]
    }),
  )
