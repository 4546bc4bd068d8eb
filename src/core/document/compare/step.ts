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
  const [major, minor, patch] = numbersOf(before)
  const now = numbersOf(later)
  if (now[0] !== major) return now[0] > major ? 'major' : null
  if (now[1] !== minor) return now[1] > minor ? 'minor' : null
  return now[2] > patch ? 'patch' : null
}

/** Whether a step is at least as large as another. */
export const reaches = (step: VersionStep, needed: VersionStep): boolean =>
  versionSteps.indexOf(step) >= versionSteps.indexOf(needed)
