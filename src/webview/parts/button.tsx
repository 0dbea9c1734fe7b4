// The buttons of the pages. One that can do nothing at the moment stays where it is, can be reached, and says why.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps {
  label: string;
  icon?: IconName;
  kind?: 'primary' | 'secondary' | 'quiet';
  onPress: () => void;
  /** Why it cannot be pressed. */
  barred?: string | undefined;
}

export function Button({ label, icon, kind = 'secondary', onPress, barred }: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${kind}`}
      aria-disabled={barred !== undefined}
      title={barred}
      onClick={barred === undefined ? onPress : undefined}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{label}</span>
    </button>
  );
}

export interface IconButtonProps {
  label: string;
  icon: IconName;
  onPress: () => void;
}

export function IconButton({ label, icon, onPress }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}

export interface ToggleProps {
  isOn: boolean;
  onToggle: () => void;
  children: ComponentChildren;
  class?: string;
  label?: string;
}

export function Toggle({ isOn, onToggle, children, class: name = 'toggle', label }: ToggleProps) {
  return (
    <button type="button" class={name} aria-pressed={isOn} aria-label={label} title={label} onClick={onToggle}>
      {children}
    </button>
  );
}
