/** Scrolls a part of a page frame by frame and measures: time between frames, empty views, work of the main thread. */
import type { BrowserContext, Page } from '@playwright/test'

export interface ScrollPlan {
  /** Selects what scrolls. */
  readonly scroller: string
  /** Selects what has to be seen wherever one looks. */
  readonly row: string
  /** How far below its top the rows begin. */
  readonly fromTopPx: number
  /** How far each frame goes; 0: jumps to random places, as dragging the scroll bar does. */
  readonly pxPerFrame: number
  /** How many frames are measured. */
  readonly count: number
}

export interface Frames {
  readonly frames: number
  readonly medianMs: number
  readonly p95Ms: number
  readonly worstMs: number
  /** Share of looks at the view, one a frame, at which a part of it was empty. */
  readonly emptyShare: number
}

/** Runs in the page. */
function scrollInPage({ scroller, row, fromTopPx, pxPerFrame, count }: ScrollPlan): Promise<Frames> {
  const element = document.querySelector(scroller)
  if (element === null) throw new Error(`${scroller} is missing`)
  return new Promise((resolve) => {
    const deltas: number[] = []
    let empty = 0
    let last = performance.now()
    let place = 0
    const step = (): void => {
      const now = performance.now()
      deltas.push(now - last)
      last = now
      const box = element.getBoundingClientRect()
      for (const part of [0.2, 0.5, 0.9]) {
        const there = document.elementFromPoint(
          box.left + 40,
          box.top + fromTopPx + (box.height - fromTopPx - 4) * part,
        )
        if (there?.closest(row) === null) {
          empty += 1
          break
        }
      }
      if (deltas.length > count) {
        const sorted = deltas.slice(1).sort((a, b) => a - b)
        const at = (share: number): number => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1))
        resolve({
          frames: sorted.length,
          medianMs: at(0.5),
          p95Ms: at(0.95),
          worstMs: at(1),
          emptyShare: Number((empty / deltas.length).toFixed(3)),
        })
        return
      }
      place = (place * 1_103_515_245 + 12_345) % 2_147_483_648
      element.scrollTop =
        pxPerFrame === 0 ? (place / 2_147_483_648) * element.scrollHeight : element.scrollTop + pxPerFrame
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
}

/** The frames alone, for what is scrolled by other means meanwhile. */
export function framesWhile(page: Page, plan: ScrollPlan): Promise<Frames> {
  return page.evaluate(scrollInPage, plan)
}

/** @returns the frames, and how long the page's main thread worked for each, in ms of the processor */
export async function scrollFrames(context: BrowserContext, page: Page, plan: ScrollPlan): Promise<object> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async (): Promise<ReadonlyMap<string, number>> =>
    new Map((await devtools.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]))
  const before = await read()
  const frames = await framesWhile(page, plan)
  const after = await read()
  await devtools.detach()
  const spent = (name: string): number =>
    Number(((((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1000) / frames.frames).toFixed(1))
  const work = {
    script: spent('ScriptDuration'),
    style: spent('RecalcStyleDuration'),
    layout: spent('LayoutDuration'),
  }
  return { ...frames, workPerFrameMs: { ...work, all: spent('TaskDuration') } }
}
