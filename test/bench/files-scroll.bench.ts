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
import { type Frames, framesWhile, type ScrollPlan, scrollFrames } from './support/scroll-frames.ts'

const { values } = parseArgs({ options: { keep: { type: 'string' }, shot: { type: 'string' } } })

const table: Pick<ScrollPlan, 'scroller' | 'row' | 'fromTopPx'> = {
  scroller: '.data-table:has(> table[aria-label^="Files in"])',
  row: '[data-index]',
  fromTopPx: 28,
}

/** Frames while the wheel is turned, as the browser itself scrolls. */
async function wheel(page: Page, turns: number): Promise<Frames> {
  await page.getByRole('grid', { name: /^Files in/ }).hover()
  const measured = framesWhile(page, { ...table, pxPerFrame: 0.000_1, count: turns * 3 })
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
  const scroll = (pxPerFrame: number): Promise<unknown> =>
    scrollFrames(context, page, { ...table, pxPerFrame, count: 240 })
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
