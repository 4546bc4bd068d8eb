// Draws settings with the chart library, on the server and without a document. The library takes its time to load, so
// it comes with the first picture and not with the start.
// What leaves is not fit to be shown yet: clean-svg.ts makes it so.
import { loadedOnce } from './loaded-once.ts'
import { fonts, paper, sizes } from './looks.ts'

const load = async () => {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  const { BarChart, RadarChart, ScatterChart } = charts
  const { GridComponent, LegendComponent, RadarComponent, TitleComponent } = components
  core.use([BarChart, RadarChart, ScatterChart, renderers.SVGRenderer])
  core.use([GridComponent, LegendComponent, RadarComponent, TitleComponent])
  return core.init
}

const loaded = loadedOnce(load)

/** `height` in pixels. The SVG as the library writes it. */
export const draw = async (option: object, height: number): Promise<string> => {
  const init = await loaded()
  const { width } = sizes
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({
      animation: false,
      backgroundColor: paper,
      textStyle: { fontFamily: fonts },
      ...option,
    })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
