import { Link } from '../router/router';
import { t } from '../i18n';
import './topbar.css';

/** The mark and the name; the way home. `compact`: the mark alone. */
export function Brand({ compact = false }: { compact?: boolean }) {
  return (
    <Link to={{ page: 'home' }} class="brand" aria-label={`${t().common.appName}, ${t().common.home}`}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <rect width="32" height="32" rx="9" class="brand-ground" />
        <circle cx="16" cy="16" r="3.6" class="brand-dot" />
        <path d="M10.2 21.8a8.2 8.2 0 0 1 0-11.6M21.8 10.2a8.2 8.2 0 0 1 0 11.6" class="brand-waves" />
      </svg>
      {!compact && <span>{t().common.appName}</span>}
    </Link>
  );
}
