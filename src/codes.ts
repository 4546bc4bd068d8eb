// The code lists that come with the package, read once at start. What they mean is core/benchmark/codes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CodeLists, readCodes } from './core/benchmark/codes.ts'
import { schemasFolder } from './paths.ts'

/** China's regions, sectors and sizes, with the sections of ISIC. Throws if the package is damaged. */
export const loadCodes = (): CodeLists =>
  readCodes(JSON.parse(readFileSync(join(schemasFolder, 'codes', 'cn.json'), 'utf8')))
