import { Search, X } from 'lucide-preact';
import { t } from '../i18n';
import { navigate } from '../router/router';
import { isRoomNumber } from '../room/room-id';
import { IconButton } from '../ui/button';

/** Narrows the list while typing; Enter on a number opens that room. */
export function SearchBox({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const words = t().home;
  const submitted = (event: Event) => {
    event.preventDefault();
    const room = query.trim();
    if (isRoomNumber(room)) navigate({ page: 'watch', room });
  };
  return (
    <form class="search" role="search" onSubmit={submitted}>
      <Search class="search-icon" size={18} aria-hidden="true" />
      <input
        type="search"
        class="input"
        value={query}
        placeholder={words.searchHint}
        aria-label={words.search}
        enterkeyhint="search"
        autocomplete="off"
        maxLength={80}
        onInput={(event) => onQuery(event.currentTarget.value)}
      />
      {query !== '' && <IconButton class="search-clear" icon={X} label={words.clearSearch} onClick={() => onQuery('')} />}
    </form>
  );
}
