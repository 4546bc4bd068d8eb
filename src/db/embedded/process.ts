// Whether a process still works, asked of the system. Who it is and what to do about it is for the caller.
import { readFileSync } from 'node:fs'

/**
 * Whether a process has this id and works; one that we may not signal does, too. A zombie does not:
 * where process 1 reaps nobody, as in many containers, a killed server stays one forever.
 */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Linux tells the state behind the name, which stands in parentheses and may hold anything. */
export const isZombie = (pid: number): boolean => {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').slice(0, 3))
  } catch {
    return false // gone, or no such file system: then the zombie is somebody else's to reap
  }
}
