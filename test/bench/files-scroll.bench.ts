/**
 * Browsing an image of half a million entries in a real browser: how long until the first folder, and a
 * folder of two hundred thousand files, are there, and the time between frames while scrolling through it
 * by wheel, by dragging, and after sorting. Needs the built application, the helper and Chromium.
 *
 *   node test/bench/files-scroll.bench.ts [--keep FOLDER] [--shot FILE.png]
 */
import { existsSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { startService } from '../e2e/support/processes.ts'
import { hugeFiles, makeManyFiles } from './support/many-files.ts'

const { values } = parseArgs({ options: { keep: { type: 'string' }, shot: { type: 'string' } } })

interface Frames {
  readonly frames: number
  readonly medianMs: number
  readonly p95Ms: number
  readonly worstMs: number
  /** Share of looks at the view, one a frame, at which a part of it was empty. */
  readonly emptyShare: number
}

/**
 * Scrolls the table of files and measures. Runs in the page.
 * @param pxPerFrame how far each frame goes; 0: jumps to random places, as dragging the scroll bar does
 */
function scrollInPage({ pxPerFrame, count }: { readonly pxPerFrame: number; readonly count: number }): Promise<Frames> {
  const table = [...document.querySelectorAll('table')].find((one) => one.ariaLabel?.startsWith('Files in'))
  const scroller = table?.parentElement
  if (scroller === null || scroller === undefined) throw new Error('the table of files is missing')
  return new Promise((resolve) => {
    const deltas: number[] = []
    let empty = 0
    let last = performance.now()
    let place = 0
    const step = (): void => {
      const now = performance.now()
      deltas.push(now - last)
      last = now
      const box = scroller.getBoundingClientRect()
      for (const part of [0.2, 0.5, 0.9]) {
        const there = document.elementFromPoint(box.left + 40, box.top + 28 + (box.height - 32) * part)
        if (there?.closest('[data-index]') === null) {
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
      scroller.scrollTop =
        pxPerFrame === 0 ? (place / 2_147_483_648) * scroller.scrollHeight : scroller.scrollTop + pxPerFrame
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
}

/** Frames while the wheel is turned, as the browser itself scrolls. */
async function wheel(page: Page, turns: number): Promise<Frames> {
  const table = page.getByRole('grid', { name: /^Files in/ })
  await table.hover()
  const measured = page.evaluate(scrollInPage, { pxPerFrame: 0.000_1, count: turns * 3 })
  for (let turn = 0; turn < turns; turn += 1) {
    await page.mouse.wheel(0, 240)
    await page.waitForTimeout(16)
  }
  return measured
}

const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'sif-desktop-bench-')))
const home = await mkdtemp(join(tmpdir(), 'sif-desktop-bench-home-'))
mkdirSync(folder, { recursive: true })
const kept = join(folder, 'many_files.sif')
const path = existsSync(kept) ? kept : (await makeManyFiles(folder)).path
const service = await startService(home, ['serve', '--no-open', '--json'], 'url')
const browser = await chromium.launch({
  executablePath: process.env.SIF_DESKTOP_CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-gpu', '--force-color-profile=srgb'],
})
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(String(service.ready.url))
  await page.waitForURL((address) => address.pathname === '/')
  const address = (at: string): string => `#/image?${new URLSearchParams({ path, tab: 'files', at }).toString()}`
  const go = async (at: string, row: RegExp): Promise<number> => {
    const started = performance.now()
    await page.evaluate((to) => location.assign(to), address(at))
    await page.getByRole('row', { name: row }).first().waitFor()
    return Math.round(performance.now() - started)
  }
  const devtools = await context.newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  /** Scrolls, and tells how long the page's main thread worked for each frame, in ms of the processor. */
  const scroll = async (pxPerFrame: number): Promise<unknown> => {
    const read = async (): Promise<ReadonlyMap<string, number>> =>
      new Map((await devtools.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]))
    const before = await read()
    const frames = await page.evaluate(scrollInPage, { pxPerFrame, count: 240 })
    const after = await read()
    const spent = (name: string): number =>
      Number(((((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1000) / frames.frames).toFixed(1))
    const work = {
      script: spent('ScriptDuration'),
      style: spent('RecalcStyleDuration'),
      layout: spent('LayoutDuration'),
    }
    return { ...frames, workPerFrameMs: { ...work, all: spent('TaskDuration') } }
  }
  const print = (name: string, numbers: unknown): void =>
    void process.stdout.write(`${name.padEnd(46)} ${JSON.stringify(numbers)}\n`)
  print('first folder, helper not started yet, ms', await go('/', /runs/))
  print('folder of 1,000 files, ms', await go('/runs/run-042/', /part-0000/))
  print(`folder of ${hugeFiles} files, ms`, await go('/many/', /sample-000000/))
  await page.waitForTimeout(500)
  print('wheel', await wheel(page, 120))
  print('400 px a frame', await scroll(400))
  print('4,000 px a frame', await scroll(4000))
  print('dragged to anywhere', await scroll(0))
  const landed = performance.now()
  await page.waitForFunction(() => document.querySelector('.data-row[aria-busy]') === null)
  print('rows there after the last drag, ms', Math.round(performance.now() - landed))
  if (values.shot !== undefined) await page.screenshot({ path: values.shot })
  const sorted = performance.now()
  await page.getByRole('button', { name: 'Size', exact: true }).click()
  await page.waitForFunction(() => document.querySelector('[role=grid] .data-row[aria-busy]') === null)
  await page.getByRole('row', { name: /2 B/ }).first().waitFor()
  print('sorted by size, first time, ms', Math.round(performance.now() - sorted))
  print('sorted, 4,000 px a frame', await scroll(4000))
} finally {
  await browser.close()
  await service.stop()
  await rm(home, { recursive: true, force: true })
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true })
}
