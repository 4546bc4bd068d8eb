import t from 'tap'
import {
  problemName,
  problemShape,
  problemShapes,
  sampleProblem,
} from '../../src/http/problem-shapes.ts'
import { problemCodes, toProblemBody } from '../../src/http/problems.ts'

const id = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'

t.test('every problem as sent has its declared shape, and no other member', async (t) => {
  for (const code of problemCodes) {
    const body = toProblemBody(sampleProblem(code), 'zh-CN', id)
    t.equal(problemShapes[code].safeParse(body).error, undefined, code)
    t.notOk(problemShapes[code].safeParse({ ...body, stack: 'x' }).success, `${code}: closed`)
    t.notOk(problemShapes[code].safeParse({ ...body, status: 200 }).success, `${code}: status`)
  }
})

t.test('a name is the code in one word', async (t) => {
  t.equal(problemName('not-found'), 'NotFoundProblem')
  t.equal(problemName('gone'), 'GoneProblem')
  t.equal(problemShape('gone').meta()?.id, 'GoneProblem')
})
