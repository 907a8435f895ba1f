import { Compass } from 'lucide-preact';
import { t } from './i18n';
import { Home } from './home/home';
import { Preflight } from './preflight/preflight';
import { route, navigate } from './router/router';
import { StudioPage } from './studio/studio-page';
import { Button } from './ui/button';
import { ErrorDialog } from './ui/error-card';
import { Centered, Empty } from './ui/state';
import { Toasts } from './ui/toast';
import { Topbar } from './ui/topbar';
import { useTitle } from './ui/use-title';
import { WatchPage } from './watch/watch-page';

/** The page that the address names, and what may stand over any page. */
export function App() {
  return (
    <>
      <Page />
      <Toasts />
      <ErrorDialog />
    </>
  );
}

function Page() {
  const at = route.value;
  switch (at.page) {
    case 'home':
      return <Home />;
    case 'preflight':
      return <Preflight />;
    case 'studio':
      return <StudioPage key={at.room} room={at.room} />;
    case 'watch':
      return <WatchPage key={at.room} room={at.room} />;
    case 'missing':
      return <Missing />;
  }
}

function Missing() {
  const words = t().common;
  useTitle(words.notFoundTitle);
  return (
    <>
      <Topbar />
      <Centered>
        <Empty icon={Compass} title={words.notFoundTitle} text={words.notFoundText}>
          <Button kind="primary" onClick={() => navigate({ page: 'home' })}>{words.toHome}</Button>
        </Empty>
      </Centered>
    </>
  );
}
