import type { SpeedTestResult } from '@ilive/client';
import { CircleAlert, CircleCheck, CircleHelp, Gauge, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { fmt, t } from '../i18n';
import { isLoopback } from '../room/loopback';
import { Button } from '../ui/button';
import { checkNetwork, type Network } from './latency';
import { NetworkFigures } from './network-figures';
import { NetworkProblem } from './network-problem';
import { NetworkTest, type NetworkTestState } from './network-test';
import { judge, type Verdict } from './verdict';
import './network-check.css';

type Tone = 'plain' | 'good' | 'fair' | 'poor';

/** The way to the server: a quick word by itself, and on a press all that can be measured. */
export function NetworkCheck() {
  const words = t().preflight;
  const title = useId();
  const test = useMemo(() => new NetworkTest(), []);
  useEffect(() => () => test.stop(), [test]);
  const now = test.state.value;
  const running = now.state === 'running';
  const section = useRef<HTMLElement>(null);
  // What was pressed for is shown: on a phone it would come below the edge. While it runs nothing moves.
  useEffect(() => {
    if (now.state === 'running' || now.state === 'failed') section.current?.scrollIntoView({ block: 'nearest', behavior: motion() });
  }, [now.state]);
  const press = () => (running ? test.stop() : void test.run());
  return (
    <section ref={section} class="network" aria-labelledby={title}>
      <div class="network-head">
        <h2 id={title} class="network-name">{words.network}</h2>
        <Button class="network-button" onClick={press}>{buttonText(now)}</Button>
      </div>
      <div class="network-says" role="status"><Says now={now} /></div>
      {now.state === 'failed' && <NetworkProblem failure={now.failure} />}
      {now.state === 'running' && <NetworkFigures result={now.progress?.soFar} step={now.progress?.step} />}
      {now.state === 'done' && <NetworkFigures result={now.result} />}
    </section>
  );
}

function motion(): ScrollBehavior {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
}

function buttonText({ state }: NetworkTestState): string {
  const words = t().preflight;
  if (state === 'running') return words.networkStop;
  return state === 'idle' ? words.networkTest : words.networkAgain;
}

function Says({ now }: { now: NetworkTestState }) {
  switch (now.state) {
    case 'idle':
      return <QuickWord />;
    case 'running':
      return <Running now={now} />;
    case 'done':
      return <Done result={now.result} />;
    case 'failed':
      return null;
  }
}

function Running({ now }: { now: NetworkTestState & { state: 'running' } }) {
  const words = t().preflight;
  const texts = { start: words.networkStarting, round_trip: words.networkDelayNow, down: words.networkDownNow, up: words.networkUpNow };
  const steps = Object.keys(texts);
  const step = now.progress?.step ?? 'start';
  return (
    <>
      <Line icon={LoaderCircle} tone="plain" turning>{texts[step]}</Line>
      <div class="network-text">
        <progress class="network-progress" aria-label={words.networkProgress} max={steps.length} value={steps.indexOf(step)} />
      </div>
    </>
  );
}

const LOOKS: Readonly<Record<Verdict['level'], LucideIcon>> = { good: CircleCheck, fair: TriangleAlert, poor: CircleAlert };

function Done({ result }: { result: SpeedTestResult }) {
  const words = t().preflight;
  const verdict = judge(result);
  const title = verdict === null ? words.networkUnknown : { good: words.networkIsGood, fair: words.networkIsFair, poor: words.networkIsPoor }[verdict.level];
  return (
    <>
      <Line icon={verdict === null ? CircleHelp : LOOKS[verdict.level]} tone={verdict?.level ?? 'plain'}><strong>{title}</strong></Line>
      <p class="network-text small">{verdict === null ? words.networkUnknownText : textOf(verdict)}</p>
    </>
  );
}

/** What it means for a live. */
function textOf(verdict: Verdict): string {
  const words = t().preflight;
  switch (verdict.level) {
    case 'good':
      return words.networkGoodText;
    case 'fair':
      if (isLoopback(location.hostname)) return words.networkFairHere;
      return { up: words.networkFairUp, delay: words.networkFairDelay, unsteady: words.networkFairUnsteady, down: words.networkFairDown }[verdict.weakest];
    case 'poor':
      if (isLoopback(location.hostname)) return words.networkPoorHere;
      return { up: words.networkPoorUp, delay: words.networkPoorDelay, unsteady: words.networkPoorUnsteady, down: words.networkPoorDown }[verdict.weakest];
  }
}

function QuickWord() {
  const stop = useMemo(() => new AbortController(), []);
  const verdict = useMemo(() => checkNetwork(stop.signal), [stop]);
  useEffect(() => () => stop.abort(), [stop]);
  const [tone, text] = quickly(verdict.value);
  return (
    <>
      <Line icon={Gauge} tone={tone}>{text}</Line>
      <p class="tiny muted">{t().preflight.networkCost}</p>
    </>
  );
}

function quickly(network: Network): [Tone, string] {
  const words = t().preflight;
  switch (network.state) {
    case 'checking':
      return ['plain', words.networkChecking];
    case 'good':
      return ['good', words.networkGood(fmt().milliseconds(network.ms))];
    case 'slow':
      return ['fair', words.networkSlow(fmt().milliseconds(network.ms))];
    case 'bad':
      return ['poor', words.networkBad];
  }
}

function Line({ icon: Icon, tone, turning = false, children }: { icon: LucideIcon; tone: Tone; turning?: boolean; children: ComponentChildren }) {
  return (
    <p class={`network-line network-${tone}`}>
      <Icon size={18} aria-hidden="true" class={turning ? 'turning' : ''} />
      <span>{children}</span>
    </p>
  );
}
