import { useQuery } from '@apollo/client/react';
import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { FindPlaceDocument, FindPlacesDocument, type LocationKind } from '../../../graphql/__generated__/graphql.js';
import { useWords } from '../../../words/words-context.js';
import type { Kind } from './find-address.js';
import css from './place-field.module.css';

interface Props {
  label: string;
  kinds: readonly Kind[];
  placeId: string | undefined;
  onChoose: (placeId: string | undefined) => void;
}

const PLACES: Readonly<Record<Kind, readonly LocationKind[]>> = {
  CAR: ['BRANCH'],
  BIKE: ['STATION'],
  FLIGHT: ['AIRPORT'],
  WORKSHOP: ['WORKSHOP'],
  PRODUCT: ['SHOP', 'BRANCH'],
};

/** A field that finds a place while one types: a combobox with its list, by the WAI-ARIA pattern. */
export function PlaceField({ label, kinds, placeId, onChoose }: Props) {
  const { t } = useWords();
  const listId = useId();
  const [typed, setTyped] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const chosenName = usePlaceName(placeId);
  const places = usePlaces(useDeferredValue(typed ?? ''), kinds, isOpen);

  const choose = (place: { id: string } | undefined) => {
    onChoose(place?.id);
    setTyped(undefined);
    setOpen(false);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && places.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + places.length) % places.length);
    } else if (event.key === 'Enter' && isOpen && places[active] !== undefined) {
      event.preventDefault();
      choose(places[active]);
    } else if (event.key === 'Escape') {
      setOpen(false);
    }
  };

  return (
    <div className={css.field}>
      <TextInput
        label={label}
        placeholder={t('find.anywhere')}
        value={typed ?? chosenName}
        autoComplete="off"
        role="combobox"
        aria-expanded={isOpen && places.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          if (typed?.trim() === '') onChoose(undefined);
          setTyped(undefined);
          setOpen(false);
        }}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={label} className={css.list} hidden={!isOpen || places.length === 0}>
        {places.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus and takes the keys.
          <div
            key={place.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(place)}
          >
            <span>{nameOf(place)}</span>
            <span className="quiet">{t(`place.${place.kind}`)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

function usePlaces(text: string, kinds: readonly Kind[], isOpen: boolean) {
  const wanted = kinds.flatMap((kind) => PLACES[kind]);
  const filter = { ...(text === '' ? {} : { text }), ...(wanted.length === 0 ? {} : { kinds: wanted }) };
  const { data, previousData } = useQuery(FindPlacesDocument, { variables: { filter }, skip: !isOpen });
  return ((data ?? previousData)?.locations.edges ?? []).map(({ node }) => node);
}

function usePlaceName(id: string | undefined): string {
  const { data } = useQuery(FindPlaceDocument, { variables: { id: id ?? '' }, skip: id === undefined });
  return id !== undefined && data?.location ? nameOf(data.location) : '';
}

const nameOf = ({ code, name }: { code: string | null; name: string }) => (code === null ? name : `${name} (${code})`);
