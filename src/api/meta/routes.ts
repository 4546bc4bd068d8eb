// Binds what the API tells about itself. The pages of problems and the catalogue need no database.
import { found } from '../../core/problem.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { problemCodes, problemStatus, problemTexts } from '../../http/problems.ts'
import { whoAmI } from './actions.ts'
import { getApiCatalog, getMe, getProblemType } from './contract.ts'

export const serve =
  ({ db, config }: Pick<Deps, 'db' | 'config'>) =>
  (bind: Bind): void => {
    bind(getMe, ({ context }) => whoAmI({ db }, context))
    bind(getProblemType, ({ context, params }) => {
      const code = found(problemCodes.find((each) => each === params.code))
      const { title, help } = problemTexts[context.locale][code]
      return { type: `/problems/${code}`, code, status: problemStatus[code], title, help }
    })
    const base = config.publicUrl?.replace(/\/$/, '') ?? ''
    const to = (path: string, type: string) => [{ href: `${base}${path}`, type }]
    bind(getApiCatalog, () => ({
      linkset: [
        {
          anchor: `${base}/v1`,
          'service-desc': to('/v1/openapi.json', 'application/json'),
          'service-doc': to('/docs', 'text/html'),
          status: to('/ready', 'application/json'),
        },
      ],
    }))
  }
