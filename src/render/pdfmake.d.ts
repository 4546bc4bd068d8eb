// The part of pdfmake that pdf.ts uses. Its published types bring those of a browser along, which a server has not.

declare module 'pdfmake' {
  export type Content = Readonly<Record<string, unknown>>

  export type Definition = {
    readonly content: readonly Content[]
    readonly styles: Readonly<Record<string, Content>>
    readonly defaultStyle: Content
    readonly pageSize: 'A4'
    /** Left, top, right, bottom, in points. */
    readonly pageMargins: readonly [number, number, number, number]
    /** BCP 47. */
    readonly language: string
    readonly displayTitle: boolean
    readonly info: Readonly<Record<string, string | Date>>
    readonly pageBreakBefore: (node: {
      readonly headlineLevel?: number
      /** 0: at the top of the page; 1: at its end. */
      readonly startPosition: { readonly verticalRatio: number }
    }) => boolean
    readonly footer: (page: number, pages: number) => Content
  }

  type Fonts = Readonly<
    Record<string, Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>
  >

  const pdfmake: {
    readonly setFonts: (fonts: Fonts) => void
    readonly setUrlAccessPolicy: (mayLoad: (url: string) => boolean) => void
    readonly setLocalAccessPolicy: (mayRead: (path: string) => boolean) => void
    readonly createPdf: (definition: Definition) => {
      readonly getBuffer: () => Promise<Uint8Array>
    }
  }
  export default pdfmake
}
