/** Remembers where the window was and how large, and puts it back only where there still is a screen. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const stateSchema = z.strictObject({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(640).max(20_000),
  height: z.number().int().min(480).max(20_000),
  isMaximized: z.boolean(),
})

export type WindowState = z.infer<typeof stateSchema>

export const firstState: WindowState = { width: 1280, height: 860, isMaximized: false }

/** At least this much of the window's top must lie on a screen, so that it can be taken hold of. */
const graspPixels = 80

/**
 * @param file as written by saveWindowState; a missing or damaged one counts as none
 * @param screens the work areas of all screens there are now
 */
export function loadWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  const state = read(file)
  if (state === null) return firstState
  const { x, y } = state
  if (x === undefined || y === undefined || screens.some((screen) => isGraspable(x, y, state.width, screen)))
    return state
  return { width: state.width, height: state.height, isMaximized: state.isMaximized }
}

export function saveWindowState(file: string, bounds: Rectangle, isMaximized: boolean): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify({ ...bounds, isMaximized }))
    renameSync(`${file}.new`, file)
  } catch {
    // A window that opens at its usual size next time is no harm.
  }
}

function read(file: string): WindowState | null {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function isGraspable(x: number, y: number, width: number, screen: Rectangle): boolean {
  const visible = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  return visible >= graspPixels && y >= screen.y - 10 && y <= screen.y + screen.height - graspPixels
}
