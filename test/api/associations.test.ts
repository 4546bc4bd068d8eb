// What the people of an association see of it.
import t from 'tap'
import {
  getAssociation,
  listAssociationOrganizations,
} from '../../src/api/associations/contract.ts'
import { stage } from '../support/stage.ts'

const { house } = await stage(t)

t.test('getAssociation', async (t) => {
  const { call, associationId, chapterId, strangerAssociationId } = await house()
  t.test('200 for its people, and for those above', async (t) => {
    const { status, body } = await call(getAssociation, { as: 'programmeManager' })
    t.equal(status, 200)
    t.match(body, { id: associationId, parentId: null, country: 'CN', synthetic: false })
    const chapter = await call(getAssociation, {
      params: { associationId: chapterId },
      as: 'associationAdmin',
    })
    t.match(chapter, { status: 200, body: { id: chapterId, parentId: associationId } })
  })
  t.test('404 for everybody else: below, beside, and in its organizations', async (t) => {
    for (const as of ['chapterAdmin', 'strangerAdmin', 'organizationAdmin'] as const)
      t.match(await call(getAssociation, { as }), { status: 404, body: { code: 'not-found' } }, as)
    const foreign = { params: { associationId: strangerAssociationId }, as: 'associationAdmin' }
    t.equal((await call(getAssociation, foreign)).status, 404)
  })
})

t.test('listAssociationOrganizations', async (t) => {
  const { call, chapterId, organizationId, otherOrganizationId } = await house()
  const params = { associationId: chapterId }
  t.test('200 by name, in pages, names and dates only', async (t) => {
    const { status, body } = await call(listAssociationOrganizations, {
      params,
      as: 'chapterAdmin',
    })
    t.equal(status, 200)
    t.same(
      body.items.map((each: { name: string }) => each.name),
      ['First', 'Other'],
    )
    t.same(Object.keys(body.items[0]), ['organizationId', 'name', 'createdAt'])
    t.equal(body.nextCursor, null)

    const first = await call(listAssociationOrganizations, {
      params,
      query: { limit: 1 },
      as: 'associationAdmin',
    })
    t.equal(first.body.items[0].organizationId, organizationId)
    const { nextCursor: cursor } = first.body
    const second = await call(listAssociationOrganizations, {
      params,
      query: { limit: 1, cursor },
      as: 'associationAdmin',
    })
    t.equal(second.body.items[0].organizationId, otherOrganizationId)
    t.equal(second.body.nextCursor, null)
  })
  t.test('400 for a cursor of another list', async (t) => {
    const { body } = await call(listAssociationOrganizations, {
      params,
      query: { limit: 1 },
      as: 'associationAdmin',
    })
    const elsewhere = await call(listAssociationOrganizations, {
      query: { cursor: body.nextCursor },
      as: 'associationAdmin',
    })
    t.match(elsewhere, { status: 400, body: { code: 'cursor-invalid', reason: 'other_list' } })
  })
  t.test('404 for its organizations', async (t) => {
    const answer = await call(listAssociationOrganizations, { params, as: 'organizationAdmin' })
    t.match(answer, { status: 404, body: { code: 'not-found' } })
  })
})
