// The last acts of the assessors' story: the final word, the report from its draft to its readers.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { sha256 } from '../../src/db/digest.ts'
import { questionnaire, type Role } from './assessing.ts'
import { programme, texts } from './panel-texts.ts'
import type { Story, Tap } from './story.ts'

/** A folder that keeps the report for whoever wants to look at it. */
export const keep = process.env.STORY_KEEP

export const deciding = async (t: Tap, { call, must, sees, hides }: Story) => {
  for (const as of ['lead', 'ann'] as const)
    t.match(await call(as, 'POST ~/consensus/approve'), {
      status: 409,
      body: { code: 'second-person-required' },
    })
  await must('manager', 'POST ~/consensus/approve')
  const official = (await must('manager', 'GET ~/consensus/score')).body
  const percents = Object.fromEntries(
    (await must('lead', 'GET ~/consensus')).body.items.map(
      ({ code, score }: { code: string; score: { percent: number } }) => [
        code,
        { percent: score.percent },
      ],
    ),
  )
  t.match(percents, {
    '4.1.2': { percent: 50 },
    '4.5.3': { percent: 65 },
    '4.6.3': { percent: 50 },
  })
  const again = await must('applicant', 'POST /score-previews', {
    body: { questionnaire, answers: percents },
  })
  t.same(official.total, again.body.total, 'the official total is that of the agreed percents')
  await sees(t, 'GET ~/consensus/score', { ann: 200, dan: 404, eva: 403 })
  await hides(t, 'final')
}

export const releasing = async (t: Tap, { call, must, sees, hides }: Story) => {
  await must('lead', 'POST ~/feedback-reports', { body: {} })
  const report = '~/feedback-reports/1'
  const step = async (as: Role, what: string, body?: unknown) => {
    const ifMatch = (await must('lead', `GET ${report}`)).body.etag
    const method = body === undefined ? 'POST' : 'PUT'
    return call(as, `${method} ${report}/${what}`, {
      ifMatch,
      ...(body === undefined ? {} : { body }),
    })
  }
  t.equal((await step('lead', 'texts', { ...texts, omitted: [] })).status, 200)
  t.equal((await step('lead', 'approve')).status, 403, 'not by the panel')
  t.equal((await step('manager', 'approve')).status, 200)
  await hides(t, 'final')
  t.match(await step('manager', 'release'), {
    status: 409,
    body: { code: 'second-person-required' },
  })
  await sees(t, `GET ${report}`, { ann: 200, dan: 404, eva: 403 })
  t.equal((await step('second', 'release')).status, 200)
}

const forms = {
  json: 'application/json',
  html: 'text/html',
  md: 'text/markdown',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

export const reading = async (t: Tap, { ids, must, sees }: Story) => {
  const line = 'GET ~/feedback-reports/1'
  await sees(t, line, { applicant: 200, stranger: 404, dan: 404, eva: 403 })
  const { body } = await must('applicant', line)
  t.equal(sha256(canonicalJson(body.paper)), body.digest, 'whoever has it can tell it is the one')
  const { total } = (await must('applicant', 'GET ~/consensus/score')).body
  t.match(body.paper.contents.total.official, {
    points: total.points,
    maxPoints: total.maxPoints,
    percent: total.percent,
  })
  t.match(body.paper.contents.recognition, [{ label: programme.recognition.bands[1].label }])
  t.equal(body.paper.comparison === null, keep === undefined)
  for (const lang of ['en', 'zh-CN'])
    for (const [ending, accept] of Object.entries(forms)) {
      // One language of a slow form is enough, but for who looks at them.
      if (lang !== 'en' && /pdf|docx/.test(ending) && keep === undefined) continue
      const file = await must('applicant', line, { accept, lang })
      t.match(file.headers.get('content-type'), accept)
      const said = `${ending} ${lang}`
      t.ok(file.bytes.length > 5000, said)
      if (keep !== undefined) writeFileSync(join(keep, `report-${lang}.${ending}`), file.bytes)
      if (accept.startsWith('application/') && ending !== 'json') continue
      t.match(file.text, '走访全部四个厂区', said)
      t.notMatch(file.text, /SEALED/, `${said}: nothing of reviews, notes and the visit`)
      for (const id of Object.values(ids)) t.notOk(file.text.includes(id), `${said}: no author`)
      if (ending === 'html') t.notMatch(file.text, '<script', `${said}: no text runs`)
    }
  for (const as of ['applicant', 'stranger'] as const) await sees(t, 'GET ~/reviews', { [as]: 404 })
  await sees(t, 'GET ~/consensus', { applicant: 404 })
  t.match((await must('applicant', 'GET ~/feedback-reports')).body, { items: { length: 1 } })
}
