import t from 'tap'
import {
  associationCreated,
  ownerGroupCreated,
  Slug,
} from '../../../src/core/association/association.ts'
import { AssociationId } from '../../../src/core/ids.ts'
import { associationId, now, numbered, ownerGroupId } from '../../support/standings.ts'

t.test('a slug is plain and short', async (t) => {
  for (const slug of ['demo-quality', 'caq', 'a1']) t.ok(Slug.safeParse(slug).success, slug)
  for (const slug of ['', 'a', '-a', 'a--b', 'A', 'a b', 'x'.repeat(61)])
    t.notOk(Slug.safeParse(slug).success, slug)
})

t.test('a chapter names what it belongs to', async (t) => {
  const parentId = AssociationId.parse(numbered(40))
  const root = {
    id: associationId,
    parentId: null,
    slug: 'quality',
    name: 'Quality',
    country: 'CN',
    synthetic: false,
    createdAt: now,
  }
  t.same(associationCreated(root).ids, {})
  t.same(associationCreated({ ...root, parentId }), {
    type: 'association.created',
    subject: associationId,
    ids: { parentId },
    versions: {},
  })
})

t.test('an owner group is named by its id', async (t) => {
  const group = {
    associationId,
    id: ownerGroupId,
    name: 'Group',
    representativeId: null,
    verifiedAt: null,
    createdAt: now,
  }
  t.match(ownerGroupCreated(group), { type: 'owner-group.created', subject: ownerGroupId })
})
