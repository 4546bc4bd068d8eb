// Sets a method up once for every kind of node, for methods that do not look at the node itself.
// Methods that do, such as statements@1, make a rater for each node.
import type { Kind } from '../document/parameters-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { Method, Rater } from './method.ts'

export const raterByKind =
  (make: (questionnaire: Questionnaire, kind: Kind) => Rater): Method['raters'] =>
  (questionnaire) => {
    const made = new Map<Kind, Rater>()
    return ({ kind }) => {
      const rater = made.get(kind) ?? make(questionnaire, kind)
      made.set(kind, rater)
      return rater
    }
  }
