import type { FieldPath } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import { edit } from '../ui/control';
import { Choice, SelectField, TextField, Toggle } from '../ui/Field';
import { Cell, Rows } from '../ui/Rows';
import { EarlierSeconds } from './EarlierSeconds';
import { withEarlier } from './edit';
import styles from './request.module.css';
import { CODE_CHOICES, EARLIER_KINDS, hasField, labelOf, METHODS, placeholderOf, REQUEST } from './words';

interface EarlierRequestProps {
  readonly path: FieldPath;
  readonly index: number;
}

/** One request sent before: the same one or another, and how long before the next. */
export function EarlierRequest({ path, index }: EarlierRequestProps) {
  const isSame = useStore((state) => typeof state.draft.earlier[index] === 'number');
  const canDiffer = useStore((state) => hasField(state.draft.request.initiator, 'headers'));
  return (
    // The seconds alone stand for the whole only where there is no more to it.
    <div className={styles.earlier} data-path={isSame ? undefined : path}>
      {canDiffer && (
        <Choice
          path={`${path}.kind`}
          label={REQUEST.earlierRow(index + 1)}
          options={EARLIER_KINDS}
          value={isSame ? 'same' : 'other'}
          onChoose={(kind) => edit((draft) => withEarlier(draft, index, kind as keyof typeof EARLIER_KINDS))}
        />
      )}
      <EarlierSeconds path={isSame ? path : `${path}.seconds`} index={index} />
      {canDiffer && !isSame && <OtherRequest path={`${path}.request`} index={index} />}
    </div>
  );
}

/** What was otherwise. */
function OtherRequest({ path, index }: EarlierRequestProps) {
  const initiator = useStore((state) => state.draft.request.initiator);
  return (
    <div className={styles.otherRequest}>
      <TextField path={`${path}.method`} label={labelOf('request.method')} suggestions={METHODS} />
      <Rows
        path={`${path}.headers`}
        label={REQUEST.earlierHeaders}
        rowLabel={(header) => REQUEST.earlierHeader(index + 1, header)}
        addLabel={REQUEST.addHeaderName}
        blank={['', '']}
      >
        {(header, row) => (
          <div className={styles.headerRow}>
            <Cell
              path={`${header}.name`}
              label={REQUEST.earlierHeaderName(index + 1, row + 1)}
              placeholder={placeholderOf(`${header}.name`)}
            />
            <Cell
              path={`${header}.value`}
              label={REQUEST.earlierHeaderValue(index + 1, row + 1)}
              placeholder={placeholderOf(`${header}.value`)}
            />
          </div>
        )}
      </Rows>
      {hasField(initiator, 'credentials') && (
        <SelectField
          path={`${path}.credentials`}
          label={labelOf('request.credentials')}
          options={CODE_CHOICES['request.credentials'] ?? {}}
        />
      )}
      {hasField(initiator, 'withCredentials') && (
        <Toggle path={`${path}.withCredentials`} label={labelOf('request.withCredentials')} />
      )}
      {hasField(initiator, 'uploadListener') && (
        <Toggle path={`${path}.uploadListener`} label={REQUEST.uploadListener} />
      )}
    </div>
  );
}
