import { Button } from '../../src-renderer/components/button.tsx'
import { Icon } from '../../src-renderer/components/icon.tsx'
import { ImageMapPanel } from '../../src-renderer/components/image-map-panel.tsx'
import { MiniMap } from '../../src-renderer/components/mini-map.tsx'
import { VerdictBadge } from '../../src-renderer/components/verdict-badge.tsx'
import { VerdictBanner } from '../../src-renderer/components/verdict-banner.tsx'
import { verdictLooks } from '../../src-renderer/components/verdict-look.ts'
import { verdicts } from '../../src-shared/model/verification.ts'
import { crowdedObjects, gatkLanes, miniParts } from './data.ts'

export function VerdictsPage() {
  return (
    <main className="gallery-sheet">
      <h1>Verdicts</h1>
      {verdicts.toReversed().map((verdict) => (
        <div key={verdict} className="gallery-verdict">
          <span data-family={verdictLooks[verdict].family} className="verdict">
            <Icon name={verdictLooks[verdict].icon} size={26} />
          </span>
          <VerdictBadge verdict={verdict} />
          <span>
            <VerdictBadge verdict={verdict} form="badge" />
          </span>
          <VerdictBanner
            form="line"
            verdict={verdict}
            sentence="Nothing has changed; signed by Acme Genomics Release."
            action={<Button variant="state">Check this signer…</Button>}
          />
          <MiniMap parts={miniParts(verdict)} verdict={verdict} />
        </div>
      ))}
      <div style={{ height: 24 }} />
      <ImageMapPanel objects={crowdedObjects} lanes={gatkLanes} onOpen={() => undefined} />
    </main>
  )
}
