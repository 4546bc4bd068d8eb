// Colours, patterns, shapes and letters of all pictures: told apart without colour, and dark enough on white (WCAG 2.2,
// 1.4.3 and 1.4.11: text 4.5 to 1, graphics 3 to 1).

export const ink = '#1f2937'
export const faint = '#6b7280'
export const grid = '#d1d5db'
export const paper = '#ffffff'

export const barColour = '#2563a8'
/** Diagonal hatching, so that the bar is no matter of colour alone. Made anew: the library writes into it. */
export const barPattern = () => ({
  symbol: 'rect',
  color: 'rgba(255, 255, 255, 0.45)',
  dashArrayX: [1, 0],
  dashArrayY: [2, 6],
  rotation: -Math.PI / 4,
})

type Look = {
  readonly colour: string
  readonly symbol: string
  readonly size: readonly [number, number]
  readonly line: 'solid' | 'dashed' | 'dotted'
}

export const barLook: Look = {
  colour: barColour,
  symbol: 'circle',
  size: [8, 8],
  line: 'solid',
}

const firstMark: Look = { colour: '#9a3412', symbol: 'rect', size: [5, 20], line: 'dashed' }
const secondMark: Look = { colour: '#166534', symbol: 'diamond', size: [14, 14], line: 'dotted' }

/** Of the first or the second mark, counted from 0: apart by shape, by line and by colour. */
export const markLook = (place: number): Look => (place === 0 ? firstMark : secondMark)

/** Families with Chinese first where a system has one; the last one is everywhere. */
export const fonts =
  "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

/** In pixels. */
export const sizes = { width: 860, title: 18, text: 13, small: 12 } as const

const words = (size: number, color: string) => ({ color, fontSize: size, fontFamily: fonts })

export const title = (text: string, subtext: string) => ({
  text,
  subtext,
  left: 24,
  top: 16,
  textStyle: { ...words(sizes.title, ink), fontWeight: 'bold' },
  subtextStyle: words(sizes.small, faint),
})

/** A line of small print. */
export const remark = (text: string, top: number) => ({
  text,
  left: 24,
  top,
  textStyle: { ...words(sizes.small, faint), fontWeight: 'normal' },
})

type Named = { readonly name: string; readonly look: Look }

/** A name alone gets the shape of its series; the library knows none for the corners of a radar. */
export const legend = (data: readonly (string | Named)[]) => ({
  left: 24,
  top: 76,
  itemGap: 24,
  data: data.map((each) =>
    typeof each === 'string' ? each : { name: each.name, icon: each.look.symbol },
  ),
  textStyle: words(sizes.text, ink),
})
