// What a change demands of the version number: patch, minor or major (scoring.md section 8).
import type { ChangeClass } from './classes.ts'

export const versionSteps = ['patch', 'minor', 'major'] as const
export type VersionStep = (typeof versionSteps)[number]

const stepOfClass: Readonly<Record<ChangeClass, VersionStep>> = {
  editorial: 'patch',
  compatible: 'minor',
  breaking: 'major',
}

export const stepFor = (of: ChangeClass): VersionStep => stepOfClass[of]

const numbersOf = (version: string): readonly [number, number, number] => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return [major, minor, patch]
}

/** The next version after a step: 1.4.2 by `minor` is 1.5.0. */
export const after = (version: string, step: VersionStep): string => {
  const [major, minor, patch] = numbersOf(version)
  if (step === 'major') return `${major + 1}.0.0`
  return step === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

/** The step from one version to a later one; null: it is not later. */
export const stepBetween = (before: string, later: string): VersionStep | null => {
  const old = numbersOf(before)
  const now = numbersOf(later)
  const at = old.findIndex((number, index) => number !== now[index])
  if (at === -1 || (now[at] ?? 0) < (old[at] ?? 0)) return null
  return (['major', 'minor', 'patch'] as const)[at] ?? null
}

/** Whether a step is at least as large as another. */
export const reaches = (step: VersionStep, needed: VersionStep): boolean =>
  versionSteps.indexOf(step) >= versionSteps.indexOf(needed)
