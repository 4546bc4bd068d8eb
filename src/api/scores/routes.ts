// Binds the operations of scores.
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { previewScore } from './contract.ts'
import { previewElicitation } from './contract-elicitation.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'documents' | 'scoring'>) =>
  (bind: Bind): void => {
    bind(previewScore, ({ context, body }) => actions.preview(deps, context, body))
    bind(previewElicitation, ({ context, body }) => actions.previewElicitation(deps, context, body))
  }
