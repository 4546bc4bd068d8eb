// Publishing a draft and withdrawing a version over HTTP, by status: two people, warnings, keys, and what stays.
// Drafts themselves are in questionnaire-drafts.test.ts, who sees what in questionnaire-sharing.test.ts.
import t from 'tap'
import { listAssociationEvents } from '../../src/api/events/contract.ts'
import {
  getQuestionnaireVersion,
  listQuestionnaires,
} from '../../src/api/questionnaires/contract.ts'
import {
  getQuestionnaireDraft,
  listAssociationQuestionnaireVersions,
  publishQuestionnaireDraft,
  putQuestionnaireDraft,
  withdrawQuestionnaireVersion,
} from '../../src/api/questionnaires/contract-drafts.ts'
import { createSubmission } from '../../src/api/submissions/contract.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import {
  type AtDraft,
  draftOf,
  freshKey,
  own,
  publish,
  publishedBy,
  reweighed,
  withdrawnBy,
} from '../support/authoring.ts'
import { anotherKey, demand, secondAdmin } from '../support/benchmarks.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'
import { digestOf } from '../support/stored.ts'
import { gbt } from '../support/submissions.ts'

const theStage = await stage(t)
const { sql, shiftClock } = theStage
const house = await theStage.house()
const { call } = house
const as = 'associationAdmin'
const second = await secondAdmin(theStage, house)

const proposalOf = async ({ params }: AtDraft) =>
  (await call(getQuestionnaireDraft, { as, params })).body.proposal
const versionsOf = (key: string) => sql`
  select version, state, visibility, proposed_by, published_by from questionnaire_versions where key = ${key}`
const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { code, ...more },
})

t.test('publishQuestionnaireDraft', async (t) => {
  t.test('409 to the first and to the same person, 200 to another', async (t) => {
    const document = own()
    const draft = await draftOf(house, document)
    const first = await publish(house, draft, as)
    t.match(first, problem(409, 'second-person-required'))
    const proposal = await proposalOf(draft)
    t.match(proposal, { by: house.cast[as].personId, visibility: 'public' })
    t.equal(proposal.at, first.body.requestedAt)
    const again = await publish(house, draft, as)
    t.match(again, problem(409, 'second-person-required', { requestedAt: proposal.at }))
    const owner = { kind: 'association', id: house.associationId } as const
    const otherKey = await anotherKey(theStage, owner, house.cast[as].personId)
    t.match(
      await publish(house, draft, otherKey),
      problem(409, 'second-person-required'),
      'two keys are not two persons',
    )
    t.same([...(await versionsOf(document.key))], [])
    const done = await publish(house, draft, second)
    t.match(done, {
      status: 200,
      body: {
        associationId: house.associationId,
        key: document.key,
        version: '1.0.0',
        state: 'published',
        visibility: 'public',
        withdrawal: null,
        withdrawnAt: null,
      },
    })
    const [row] = await versionsOf(document.key)
    t.equal(row?.proposed_by, house.cast[as].personId)
    const { body } = await call(getQuestionnaireDraft, { as, params: draft.params })
    t.match(body, { state: 'published', published: { key: document.key, version: '1.0.0' } })
    t.equal(body.digest, done.body.digest)
    shiftClock(1001)
    const params = { questionnaireKey: document.key, version: '1.0.0' }
    const read = await call(getQuestionnaireVersion, { as: null, params })
    t.equal(read.status, 200)
    t.equal(read.headers['cache-control'], 'public, max-age=31536000, immutable')
    const { body: catalogue } = await call(listQuestionnaires, { as: null, query: { limit: 200 } })
    const [summary] = catalogue.items.filter(({ key }: { key: string }) => key === document.key)
    t.match(summary, { associationId: house.associationId, latestVersion: '1.0.0' })
    const events = await call(listAssociationEvents, { as, query: { limit: 200 } })
    t.match(
      events.body.items.filter(
        ({ subject, outcome }: Record<string, string>) =>
          subject === document.key && outcome === 'success',
      ),
      [
        {
          type: 'questionnaire.published',
          ids: { draft: draft.params.questionnaireDraftId },
          versions: { questionnaire: '1.0.0' },
        },
      ],
    )
  })
  t.test(
    '409 where the draft changed in between, and the asking counts as the first',
    async (t) => {
      const document = own()
      const draft = await draftOf(house, document)
      demand(409, await publish(house, draft, as))
      const { body } = await call(getQuestionnaireDraft, { as, params: draft.params })
      demand(
        200,
        await call(putQuestionnaireDraft, {
          as,
          params: draft.params,
          ifMatch: body.etag,
          body: { document: { ...document, description: { en: 'Other', 'zh-CN': '另外' } } },
        }),
      )
      t.match(
        await publish(house, draft, second),
        problem(409, 'plan-outdated', { changed: ['document'] }),
      )
      t.match(await publish(house, draft, second), problem(409, 'second-person-required'))
      t.match(
        await publish(house, draft, as, { visibility: 'private' }),
        problem(409, 'plan-outdated', { changed: ['visibility'] }),
      )
      t.match(
        await publish(house, draft, as),
        problem(409, 'second-person-required'),
        'the same person may want something else, and begins again',
      )
      t.equal((await publish(house, draft, second)).status, 200)
    },
  )
  t.test('409 where another version came in between', async (t) => {
    const document = own()
    const [one, other] = [await draftOf(house, document), await draftOf(house, document)]
    demand(409, await publish(house, one, as))
    demand(409, await publish(house, other, as))
    demand(200, await publish(house, one, second))
    t.match(
      await publish(house, other, second),
      problem(422, 'document-invalid', {
        errors: [{ pointer: '', code: 'nothing-to-publish' }],
      }),
    )
  })
  t.test('of many at once one publishes', async (t) => {
    const document = own()
    const drafts = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const draft = await draftOf(house, document)
        demand(409, await publish(house, draft, as))
        return draft
      }),
    )
    const answers = await Promise.all(drafts.map((draft) => publish(house, draft, second)))
    t.equal(answers.filter(({ status }) => status === 200).length, 1)
    t.equal((await versionsOf(document.key)).length, 1)
  })
  t.test("409 for a key that is somebody else's, shipped or not", async (t) => {
    const neighbour = await theStage.house()
    const theirs = await secondAdmin(theStage, neighbour)
    const document = own()
    await publishedBy(neighbour, theirs, document, { visibility: 'private' })
    const before = await digestOf(theStage)
    for (const key of [document.key, gbt.key]) {
      const draft = await draftOf(house, { ...document, key, version: '2.0.0' })
      t.match(
        await publish(house, draft, as),
        problem(409, 'already-exists', { parameter: 'questionnaireDraftId' }),
      )
      t.equal(await proposalOf(draft), null)
    }
    t.not(await digestOf(theStage), before, 'control: the drafts are there')
    // Both begin the same new key at the same time: one of them has it.
    const key = freshKey()
    const drafts = [await draftOf(house, own(key)), await draftOf(neighbour, own(key))] as const
    demand(409, await publish(house, drafts[0], as))
    demand(409, await publish(neighbour, drafts[1], as))
    const answers = await Promise.all([
      publish(house, drafts[0], second),
      publish(neighbour, drafts[1], theirs),
    ])
    t.same(answers.map(({ status }) => status).sort(), [200, 409])
  })
  t.test('422 for what is wrong and for a warning that is not accepted', async (t) => {
    const document = own()
    const draft = await draftOf(house, { ...document, scoring: { ...document.scoring, total: 99 } })
    t.match(await publish(house, draft, as), problem(422, 'document-invalid'))
    const licensed = await draftOf(house, {
      ...document,
      rights: { ...document.rights, text: 'licensed' },
    })
    t.match(
      await publish(house, licensed, as),
      problem(422, 'document-invalid', { errors: [{ pointer: '/visibility' }] }),
    )
    const warned = await draftOf(house, document)
    t.match(
      await publish(house, warned, as, { acceptWarnings: [] }),
      problem(422, 'warnings-not-accepted', {
        warnings: [{ code: 'unconfirmed-points', pointer: '/categories' }],
      }),
    )
    t.equal(await proposalOf(warned), null, 'nothing was asked for')
  })
  t.test('422 for a breaking change below a major version', async (t) => {
    const document = own()
    await publishedBy(house, second, document)
    const accepted = ['unconfirmed-points', 'weights-changed', 'no-mapping']
    for (const version of ['1.0.1', '1.1.0', '1.0.0', '0.9.0']) {
      const draft = await draftOf(house, reweighed(document, version))
      t.match(
        await publish(house, draft, as, { acceptWarnings: accepted }),
        problem(422, 'document-invalid', {
          errors: [{ pointer: '/version', code: 'version-step' }],
        }),
      )
    }
    const next = reweighed(document, '2.0.0')
    const mapping = {
      format: 'mapping/v1',
      purpose: 'migration',
      from: { key: document.key, version: '1.0.0' },
      to: { key: document.key, version: '2.0.0' },
      provenance: { status: 'confirmed' },
      items: ['1.1', '1.2', '2.1', '3'].map((code) => ({
        from: [code],
        to: [code],
        relation: 'equal',
        scale: 'keep',
      })),
      areas: [],
    }
    await publishedBy(house, second, next, { mapping, acceptWarnings: accepted.slice(0, 2) })
    const [row] = await sql`select * from questionnaire_mappings where to_key = ${document.key}`
    t.match(row, { from_version: '1.0.0', to_version: '2.0.0', document: canonicalJson(mapping) })
  })
  t.test('412 with an old tag; 409 for what is published already', async (t) => {
    const draft = await draftOf(house, own())
    const body = { visibility: 'public', acceptWarnings: ['unconfirmed-points'] }
    const { params, ifMatch } = draft
    demand(409, await publish(house, draft, as))
    t.match(
      await call(publishQuestionnaireDraft, { as: second, params, ifMatch, body }),
      problem(412, 'precondition-failed'),
    )
    demand(200, await publish(house, draft, second))
    t.match(
      await publish(house, draft, as),
      problem(409, 'illegal-transition', {
        state: 'published',
        event: 'publish',
        allowed: ['withdraw'],
      }),
    )
  })
  t.test('403 and 404 to everybody else, and nothing is noted', async (t) => {
    const draft = await draftOf(house, own())
    const before = await digestOf(theStage)
    for (const [by, status] of [
      ['programmeManager', 403],
      ['chapterAdmin', 404],
      ['strangerAdmin', 404],
      ['organizationAdmin', 404],
    ] as const)
      t.equal((await publish(house, draft, by)).status, status, by)
    t.equal(await digestOf(theStage), before)
  })
})

t.test('withdrawQuestionnaireVersion', async (t) => {
  const withdraw = (key: string, by: string, reason = 'Replaced') =>
    call(withdrawQuestionnaireVersion, {
      as: by,
      params: { questionnaireKey: key, version: '1.0.0' },
      body: { reason },
    })
  const begin = (key: string, version = '1.0.0') =>
    call(createSubmission, {
      body: { questionnaire: { key, version }, title: 'Ours' },
    })

  t.test(
    '409 to the first and the same person, 200 to another; no new submissions then',
    async (t) => {
      const document = own()
      const { key } = document
      await publishedBy(house, second, document)
      t.equal((await begin(key)).status, 201, 'control: it takes submissions')
      const first = await withdraw(key, as)
      t.match(first, problem(409, 'second-person-required'))
      t.match(
        await withdraw(key, as, 'Another reason'),
        problem(409, 'second-person-required', { requestedAt: first.body.requestedAt }),
      )
      t.equal((await begin(key)).status, 201, 'asking changes nothing')
      const withdrawal = {
        by: house.cast[as].personId,
        at: first.body.requestedAt,
        reason: 'Replaced',
      }
      t.match(await withdraw(key, second, 'I agree'), {
        status: 200,
        body: { state: 'withdrawn', withdrawal },
      })
      t.match(
        await begin(key),
        problem(422, 'document-invalid', {
          errors: [{ pointer: '/questionnaire', code: 'questionnaire-withdrawn' }],
        }),
      )
      t.match(await withdraw(key, as), problem(409, 'illegal-transition', { allowed: [] }))
      const params = { questionnaireKey: key, version: '1.0.0' }
      t.equal(
        (await call(getQuestionnaireVersion, { as: null, params })).status,
        200,
        'it is readable',
      )
      shiftClock(1001)
      const latest = { ...params, version: 'latest' }
      t.equal((await call(getQuestionnaireVersion, { as: null, params: latest })).status, 404)
      const events = await call(listAssociationEvents, { as, query: { limit: 200 } })
      const types = events.body.items
        .filter(
          (each: Record<string, string>) => each.subject === key && each.outcome === 'success',
        )
        .map(({ type }: { type: string }) => type)
      t.same(types, ['questionnaire.published', 'questionnaire.withdrawn'])
    },
  )
  t.test('a refused request is asked afresh under its key, and the note stands', async (t) => {
    const document = own()
    await publishedBy(house, second, document)
    const once = {
      as,
      params: { questionnaireKey: document.key, version: '1.0.0' },
      body: { reason: 'Replaced' },
      idempotencyKey: newId(),
    }
    const [first, again] = [
      await call(withdrawQuestionnaireVersion, once),
      await call(withdrawQuestionnaireVersion, once),
    ]
    t.match(first, problem(409, 'second-person-required'))
    t.match(again, problem(409, 'second-person-required', { requestedAt: first.body.requestedAt }))
    t.notOk('idempotency-replayed' in again.headers)
    t.not(again.body.instance, first.body.instance, 'a refusal of its own')
    t.equal((await withdraw(document.key, second)).status, 200)
  })
  t.test('latest falls back to the version before', async (t) => {
    const document = own()
    await publishedBy(house, second, document)
    const text = { en: 'Other words', 'zh-CN': '其他' }
    await publishedBy(house, second, { ...document, version: '1.0.1', description: text })
    await withdrawnBy(house, second, { key: document.key, version: '1.0.1' })
    shiftClock(1001)
    const params = { questionnaireKey: document.key, version: 'latest' }
    t.equal((await call(getQuestionnaireVersion, { as: null, params })).body.version, '1.0.0')
  })
  t.test('whoever begins while it is withdrawn is there before or refused', async (t) => {
    const document = own()
    await publishedBy(house, second, document)
    demand(409, await withdraw(document.key, as))
    const [withdrawal, ...begun] = await Promise.all([
      withdraw(document.key, second),
      ...Array.from({ length: 8 }, () => begin(document.key)),
    ])
    t.equal(withdrawal.status, 200)
    for (const { status } of begun) t.ok([201, 422].includes(status), `${status}`)
    t.equal((await begin(document.key)).status, 422)
  })
  t.test(
    "403 for a version that is seen and another's, 404 for none; 403 and 404 to others",
    async (t) => {
      t.match(await withdraw(gbt.key, as), problem(403, 'forbidden'))
      t.match(await withdraw(freshKey(), as), problem(404, 'not-found'))
      const document = own()
      await publishedBy(house, second, document)
      const before = await digestOf(theStage)
      for (const [by, status] of [
        ['programmeManager', 403],
        ['chapterAdmin', 404],
        ['strangerAdmin', 404],
        ['organizationAdmin', 404],
      ] as const)
        t.equal((await withdraw(document.key, by)).status, status, by)
      t.equal(await digestOf(theStage), before)
      t.equal(
        (
          await call(withdrawQuestionnaireVersion, {
            as,
            params: { questionnaireKey: document.key, version: '1.0.0' },
            body: { reason: 'Replaced' },
            idempotencyKey: null,
          })
        ).status,
        400,
      )
    },
  )
})

t.test('listAssociationQuestionnaireVersions', async (t) => {
  const home = await theStage.house()
  const other = await secondAdmin(theStage, home)
  const [waits, withdrawn, open] = [own(), own(), own()]
  await publishedBy(home, other, waits, { visibility: 'private' })
  await publishedBy(home, other, withdrawn)
  await publishedBy(home, other, open, { visibility: 'association' })
  await withdrawnBy(home, other, withdrawn)
  const list = (query: Readonly<Record<string, string>> = {}, by: string = as) =>
    home.call(listAssociationQuestionnaireVersions, { as: by, query })
  const keysOf = ({ body }: { readonly body: { readonly items: readonly { key: string }[] } }) =>
    body.items.map(({ key }) => key)
  const ask = (by: string, reason: string) =>
    home.call(withdrawQuestionnaireVersion, {
      as: by,
      params: { questionnaireKey: waits.key, version: waits.version },
      body: { reason },
    })

  t.test('200 with what the association published and nothing else, by key', async (t) => {
    const answer = await list()
    t.equal(answer.status, 200, answer.text)
    const published = [waits.key, withdrawn.key, open.key]
    t.same(keysOf(answer), published.toSorted())
    t.same(keysOf(await list({ questionnaireKey: open.key })), [open.key])
    t.same(keysOf(await list({ questionnaireKey: gbt.key })), [], 'not what it only may use')
    const first = await list({ limit: '2' })
    const rest = await list({ limit: '2', cursor: first.body.nextCursor })
    t.same([...keysOf(first), ...keysOf(rest)], published.toSorted())
    t.equal(rest.body.nextCursor, null)
    t.match(await list({ cursor: first.body.nextCursor, withdrawal: 'asked' }), {
      status: 400,
      body: { code: 'cursor-invalid' },
    })
  })
  t.test('200 shows the second person what waits for one: who, when and why', async (t) => {
    t.same(keysOf(await list({ withdrawal: 'asked' })), [], 'what was carried out does not wait')
    const refused = await ask(as, 'Replaced by another')
    const answer = await list({ withdrawal: 'asked' }, other)
    t.same(keysOf(answer), [waits.key])
    t.match(answer.body.items[0], {
      state: 'published',
      visibility: 'private',
      withdrawal: {
        by: home.cast[as].personId,
        at: refused.body.requestedAt,
        reason: 'Replaced by another',
      },
      withdrawnAt: null,
    })
    t.equal((await ask(other, 'Agreed')).status, 200)
    t.same(keysOf(await list({ withdrawal: 'asked' })), [])
    const [after] = (await list({ questionnaireKey: waits.key })).body.items
    t.match(after, { state: 'withdrawn', withdrawal: { reason: 'Replaced by another' } })
    t.ok(after.withdrawnAt)
  })
  t.test('400 for another filter, 403 and 404 to everybody else', async (t) => {
    t.match(await list({ withdrawal: 'done' }), { status: 400 })
    for (const [by, status] of [
      ['programmeManager', 403],
      ['chapterAdmin', 404],
      ['strangerAdmin', 404],
      ['organizationAdmin', 404],
    ] as const)
      t.equal((await list({}, by)).status, status, by)
  })
  t.test('400 for a withdrawal without a reason, and nothing is noted', async (t) => {
    for (const body of [{}, { reason: '' }, { reason: 'x'.repeat(501) }])
      t.match(
        await home.call(withdrawQuestionnaireVersion, {
          as,
          params: { questionnaireKey: open.key, version: '1.0.0' },
          body,
        }),
        { status: 400, body: { code: 'validation-failed' } },
      )
    t.same(keysOf(await list({ withdrawal: 'asked' })), [])
  })
})

t.test('a replay of the publication is the first answer', async (t) => {
  const draft = await draftOf(house, own())
  demand(409, await publish(house, draft, as))
  const { body } = await call(getQuestionnaireDraft, { as, params: draft.params })
  const given = {
    as: second,
    params: draft.params,
    ifMatch: body.etag,
    body: { visibility: 'public', acceptWarnings: ['unconfirmed-points'] },
    idempotencyKey: newId(),
  }
  const first = demand(200, await call(publishQuestionnaireDraft, given))
  const again = demand(200, await call(publishQuestionnaireDraft, given))
  t.equal(again.text, first.text)
  t.equal(again.headers['idempotency-replayed'], 'true')
})
