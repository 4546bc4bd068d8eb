// A chart as a picture: SVG text, complete in itself, for a browser, a report or a reader who sees none.
import { barsOf } from './bars.ts'
import { type Chart, wordsOf } from './chart.ts'
import { cleanSvg } from './clean-svg.ts'
import { draw } from './draw.ts'
import { radarOf } from './radar.ts'

export const shapes = ['radar', 'bars'] as const
export type Shape = (typeof shapes)[number]

/** A radar of fewer than three complete rows is shown as bars. `id`: of the picture where a document holds several. */
export const pictureOf = async (
  chart: Chart,
  shape: Shape,
  id: string = shape,
): Promise<string> => {
  const { option, height } = (shape === 'radar' ? radarOf(chart) : null) ?? barsOf(chart)
  const { locale, title } = chart
  return cleanSvg(await draw(option, height), { id, locale, title, description: wordsOf(chart) })
}
