import { useState } from 'react'
import { Button, IconButton } from '../../src-renderer/components/button.tsx'
import { FactList } from '../../src-renderer/components/fact-list.tsx'
import { ImageMapPanel } from '../../src-renderer/components/image-map-panel.tsx'
import { MapLegend } from '../../src-renderer/components/map-legend.tsx'
import { ReferenceText } from '../../src-renderer/components/reference-text.tsx'
import { SizeBars } from '../../src-renderer/components/size-bars.tsx'
import { Tabs } from '../../src-renderer/components/tabs.tsx'
import { VerdictBanner } from '../../src-renderer/components/verdict-banner.tsx'
import { ViewHead } from '../../src-renderer/components/view-head.tsx'
import { acme, acmeCi, gatkLanes, gatkObjects } from './data.ts'
import { Frame } from './frame.tsx'

const tabs = [
  { id: 'overview', title: 'Overview' },
  { id: 'files', title: 'Files', count: '48,213' },
  { id: 'scripts', title: 'Scripts' },
  { id: 'definition', title: 'Definition' },
  { id: 'signatures', title: 'Signatures', count: '2' },
  { id: 'objects', title: 'Objects', count: '7' },
  { id: 'history', title: 'History' },
] as const

export function ImagePage() {
  const [tab, setTab] = useState<(typeof tabs)[number]['id']>('overview')
  return (
    <Frame>
      <ViewHead
        title="gatk_4.6.1.sif"
        note={
          <span className="line">
            1.86 GB · amd64 · SIF · <code>library://acme/genomics/gatk:4.6.1</code>
          </span>
        }
        actions={
          <>
            <Button icon="terminal">Run…</Button>
            <IconButton icon="more" label="More actions" />
          </>
        }
      />
      <div style={{ padding: '0 16px' }}>
        <VerdictBanner
          form="banner"
          verdict="partlySigned"
          integrity="Object 6 is covered by no signature; the rest has not changed."
          signer={
            <>
              Signed by <b className="medium">Acme Genomics Release</b>, whom you verified; a second signer is not
              decided.
            </>
          }
          action={
            <Button variant="primary" size="big">
              See what is not covered
            </Button>
          }
          more={
            <Button variant="ghost" iconAfter="down">
              All checks (16)
            </Button>
          }
        />
        <div style={{ marginTop: 16 }}>
          <ImageMapPanel objects={gatkObjects} lanes={gatkLanes} onOpen={() => undefined} selectedKey="object-6">
            <MapLegend
              rows={[
                {
                  kind: 'lane',
                  key: '5',
                  verdict: 'verified',
                  name: <span className="medium">Acme Genomics Release</span>,
                  fingerprint: acme,
                  coverage: 'covers objects 1–4',
                  end: 'signed 3 Nov 2026',
                },
                {
                  kind: 'lane',
                  key: '7',
                  verdict: 'unknown',
                  name: (
                    <>
                      <span className="quiet">says it belongs to </span>
                      <span className="medium">Acme CI</span>
                    </>
                  ),
                  fingerprint: acmeCi,
                  coverage: 'covers objects 2–4',
                  end: <Button>Check this signer…</Button>,
                },
                {
                  kind: 'uncovered',
                  key: '6',
                  name: 'Object 6, data partition',
                  place: '231,211,008 bytes at 1,624,625,152',
                  coverage: 'covered by none',
                  end: 'added 7 Nov 2026',
                },
              ]}
            />
          </ImageMapPanel>
        </div>
      </div>
      <div style={{ height: 10, flex: 'none' }} className="hide-short" />
      <Tabs label="About this image" tabs={tabs} selected={tab} onSelect={setTab}>
        <div className="gallery-overview">
          <section className="section">
            <h3>What it runs</h3>
            <FactList
              isNarrow
              facts={[
                { name: 'Run', value: <code>exec /gatk/gatk "$@"</code> },
                { name: 'Start', value: <span className="quiet">nothing</span> },
                { name: 'Test', value: <code>gatk --version</code> },
                { name: 'Apps', value: 'gatk, picard' },
              ]}
            />
          </section>
          <section className="section">
            <h3>How it was made</h3>
            <FactList
              isNarrow
              facts={[
                { name: 'Built', value: '3 Nov 2026, 08:12' },
                { name: 'By', value: 'SingularityCE 4.5.1' },
                { name: 'Base', value: <ReferenceText reference="docker://ubuntu:24.04" /> },
                {
                  name: 'Labels',
                  value: (
                    <>
                      11 <a href="#labels">Show</a>
                    </>
                  ),
                },
              ]}
            />
          </section>
          <section className="section">
            <h3>Size by directory</h3>
            <SizeBars
              label="Size by directory"
              bars={[
                { name: '/opt/conda', sizeBytes: 702_000_000 },
                { name: '/usr', sizeBytes: 448_000_000 },
                { name: '/gatk', sizeBytes: 331_000_000 },
                { name: '/lib', sizeBytes: 92_000_000 },
                { name: '/root', sizeBytes: 31_000_000 },
              ]}
            />
          </section>
        </div>
      </Tabs>
    </Frame>
  )
}
