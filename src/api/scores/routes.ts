// Binds the operation of scores.
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { previewScore } from './contract.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'documents' | 'scoring'>) =>
  (bind: Bind): void => {
    bind(previewScore, ({ context, body }) => actions.preview(deps, context, body))
  }
