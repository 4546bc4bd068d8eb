// Where the letters of PDFs and of pictures in points come from: whole fonts, with Latin and all Chinese.
import { fileURLToPath } from 'node:url'

const fileOf = (name: string): string =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${name}.ttf`))

/** Paths of the two weights. */
export const fontFiles = () => ({
  normal: fileOf('400Regular/NotoSansSC_400Regular'),
  bold: fileOf('700Bold/NotoSansSC_700Bold'),
})
