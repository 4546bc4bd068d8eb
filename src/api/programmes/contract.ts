// What is promised about programmes of an association and their cycles.
// The shapes are in contract-shapes.ts.
import { z } from 'zod'
import { AssociationId, CycleId, ProgrammeId } from '../../core/ids.ts'
import { operation, PageQuery } from '../../http/operation.ts'
import {
  Cycle,
  CycleList,
  CyclePatch,
  NewCycle,
  NewProgramme,
  Programme,
  ProgrammeList,
  ProgrammePatch,
  presentCycle,
  presentCycles,
  presentProgramme,
  presentProgrammes,
} from './contract-shapes.ts'

const shared = { tag: 'programmes', tenant: 'association' } as const
const reading = { ...shared, scope: 'programmes:read' } as const
const writing = { ...shared, scope: 'programmes:write' } as const

const path = '/v1/associations/{associationId}/programmes'
const AssociationPath = z.strictObject({ associationId: AssociationId })
const ProgrammePath = AssociationPath.extend({ programmeId: ProgrammeId })

export const createProgramme = operation({
  ...writing,
  id: 'createProgramme',
  method: 'POST',
  url: path,
  summary: 'Make a programme',
  description:
    'What an association assesses again and again, such as an award. Its cycles have the dates.',
  params: AssociationPath,
  body: NewProgramme,
  reply: { 201: Programme },
  present: presentProgramme,
  location: ({ id }, { associationId }) => `/v1/associations/${associationId}/programmes/${id}`,
  sample: { body: { name: 'National quality award', description: 'Once a year.' } },
})

export const listProgrammes = operation({
  ...reading,
  id: 'listProgrammes',
  method: 'GET',
  url: path,
  summary: 'List the programmes of an association',
  description:
    'Newest first, for admins and programme managers of the association and those above it. Their cycles are in `listCycles`.',
  params: AssociationPath,
  query: PageQuery,
  reply: { 200: ProgrammeList },
  present: presentProgrammes,
  sample: { query: { limit: '20' } },
})

export const getProgramme = operation({
  ...reading,
  id: 'getProgramme',
  method: 'GET',
  url: `${path}/{programmeId}`,
  summary: 'Read a programme',
  description:
    'Its name, its description and who is its calibration lead. The rules by which it assesses stand in its cycles.',
  params: ProgrammePath,
  reply: { 200: Programme },
  present: presentProgramme,
})

export const updateProgramme = operation({
  ...writing,
  id: 'updateProgramme',
  method: 'PATCH',
  url: `${path}/{programmeId}`,
  summary: 'Change a programme',
  description:
    'A merge patch: what it does not name stays. A calibration lead is named by somebody else and recorded.',
  params: ProgrammePath,
  body: ProgrammePatch,
  reply: { 200: Programme },
  problems: ['forbidden', 'document-invalid'],
  revision: 'match',
  present: presentProgramme,
  sample: { body: { name: 'National award' } },
})

const cyclesPath = `${path}/{programmeId}/cycles`
const CyclePath = ProgrammePath.extend({ cycleId: CycleId })

export const createCycle = operation({
  ...writing,
  id: 'createCycle',
  method: 'POST',
  url: cyclesPath,
  summary: 'Plan a cycle of a programme',
  description:
    'Settings that are left out are the usual ones: a panel of three with a quorum of two, scores on steps of 5 ' +
    'points, discussion from 20 points, the median as suggestion, no site visit. Questionnaires are those whose ' +
    'items are scored by a plain percent. A submission of which something does not apply enters only where ' +
    '`notApplicable` says what that earns and how much of it there may be. A weighting that the association has published makes its points the official ' +
    'ones of a questionnaire, beside those of the reference. Tables of recognition take the place of those of their ' +
    'questionnaire; without any, its own count. All that does not fit together is named at once.',
  params: ProgrammePath,
  body: NewCycle,
  reply: { 201: Cycle },
  problems: ['document-invalid'],
  present: presentCycle,
  location: ({ id }, { associationId, programmeId }) =>
    `/v1/associations/${associationId}/programmes/${programmeId}/cycles/${id}`,
  sample: {
    body: {
      name: '2031',
      opensAt: '2031-01-15T00:00:00.000Z',
      closesAt: '2031-04-01T00:00:00.000Z',
      settings: { questionnaires: [{ key: 'gbt-19580-2012', version: '1.0.0' }], panelSize: 4 },
    },
  },
})

export const listCycles = operation({
  ...reading,
  id: 'listCycles',
  method: 'GET',
  url: cyclesPath,
  summary: 'List the cycles of a programme',
  description:
    'Newest first and in every state, with their rules, for admins and programme managers of the association and those ' +
    'above it. What organizations may enter is in `listOpenCycles`.',
  params: ProgrammePath,
  query: PageQuery,
  reply: { 200: CycleList },
  present: presentCycles,
  sample: { query: { limit: '20' } },
})

export const getCycle = operation({
  ...reading,
  id: 'getCycle',
  method: 'GET',
  url: `${cyclesPath}/{cycleId}`,
  summary: 'Read a cycle',
  description:
    'Its state, its dates and its settings. Dates and settings change only as long as the state lets ' +
    'them.',
  params: CyclePath,
  reply: { 200: Cycle },
  present: presentCycle,
})

export const updateCycle = operation({
  ...writing,
  id: 'updateCycle',
  method: 'PATCH',
  url: `${cyclesPath}/{cycleId}`,
  summary: 'Change the dates or the rules of a cycle',
  description:
    'A merge patch: what it does not name stays; a setting is replaced whole. Possible until assessing begins: from ' +
    'then on all are assessed by the same rules. What is made of nodes that do not apply stays from the first entry on.',
  params: CyclePath,
  body: CyclePatch,
  reply: { 200: Cycle },
  problems: ['document-invalid', 'immutable'],
  revision: 'match',
  present: presentCycle,
  sample: { body: { settings: { quorum: 3 } } },
})

const transition = {
  ...writing,
  method: 'POST',
  params: CyclePath,
  reply: { 200: Cycle },
  revision: 'match',
  present: presentCycle,
} as const

export const openCycle = operation({
  ...transition,
  id: 'openCycle',
  url: `${cyclesPath}/{cycleId}/open`,
  summary: 'Open a cycle for entry',
  description: 'Refused once its time of entry is over: change the dates first.',
  problems: ['illegal-transition', 'window-closed'],
})

export const startCycle = operation({
  ...transition,
  id: 'startCycle',
  url: `${cyclesPath}/{cycleId}/start`,
  summary: 'Begin to assess',
  description: 'Ends the time of entry and freezes the rules.',
  problems: ['illegal-transition'],
})

export const finishCycle = operation({
  ...transition,
  id: 'finishCycle',
  url: `${cyclesPath}/{cycleId}/finish`,
  summary: 'Close a cycle that has been assessed',
  description:
    'Possible when every submission of it is final or withdrawn. A closed cycle never changes again.',
  problems: ['illegal-transition', 'in-use'],
})

export const cancelCycle = operation({
  ...transition,
  id: 'cancelCycle',
  url: `${cyclesPath}/{cycleId}/cancel`,
  summary: 'Cancel a cycle before it is assessed',
  description:
    'It stays on record, and never changes again. What was entered is free: it enters another cycle, is accepted or ' +
    'withdrawn as if it had not entered.',
  problems: ['illegal-transition'],
})
