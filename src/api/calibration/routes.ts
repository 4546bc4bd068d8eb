// Binds the operation of calibration.
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'

export const serve =
  (deps: Pick<Deps, 'db'>) =>
  (bind: Bind): void => {
    bind(contract.getCalibration, ({ context, params }) => actions.read(deps, context, params))
  }
