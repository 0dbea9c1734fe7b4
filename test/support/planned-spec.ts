// A spec as an agent may write it, and what may be wrong with one.
export const stages = ['requirements', 'design', 'tasks'] as const;
export type Stage = (typeof stages)[number];

export const goodSpec: Record<Stage, string> = {
  requirements: `# Requirements Document: Notes

## Introduction

A service that keeps notes.

## Requirements

### Requirement 1: Keep notes

**User Story:** As a user, I want to keep notes, so that I find them again.

#### Acceptance Criteria

1. WHEN a note is saved THE service SHALL keep it.
2. IF a note is empty THEN THE service SHALL refuse it.

### Requirement 2: Search

**User Story:** As a user, I want to search, so that I need not read everything.

#### Acceptance Criteria

1. WHEN a word is given THE service SHALL list the notes
   that hold it.
`,
  design: `# Design Document: Notes

## Overview

One process, one file.

## Components and Interfaces

### NoteStore

Keeps notes. Files: \`src/store.ts\`

_Requirements: 1.1, 1.2_
`,
  tasks: tasksText(),
};

export const japaneseSpec: Record<Stage, string> = {
  requirements: `# 要件定義書: メモ

## はじめに

メモを保存するサービス。

## 要件

### 要件1: メモの保存

**ユーザーストーリー:** 利用者として、メモを保存したい。それにより、後で読み返せる。

#### 受入基準

1. WHEN 利用者が保存したとき THE サービス SHALL メモを保存する
`,
  design: '# 設計書: メモ\n\n## 概要\n\n単純にする。\n\n## アーキテクチャ\n\n一つの処理。 _要件: 1.1_\n',
  tasks: `# 実装計画: メモ

## タスク

- [ ] 1. 土台
  - [ ] 1.1 保存する
    - 保存して読み戻すテストを書く。
    - _ファイル: \`src/store.ts\`_
    - _要件: 1.1_
- [ ] 2. チェックポイント - 全体が連携して動作する
  - テストが成功することを確認する。
`,
};

interface TasksOptions {
  /** What the second task waits for, and what the first. */
  edges?: { first: string[]; second: string[] };
  /** Requirements of the third task. */
  reference?: string;
  firstGroup?: number;
}

/** Three tasks in two groups; the second and the third wait for the first. */
export function tasksText({
  edges = { first: [], second: ['1.1'] },
  reference = '2.1',
  firstGroup = 1,
}: TasksOptions = {}): string {
  const id = (of: string): string => of.replace(/^\d+/, (group) => String(Number(group) + firstGroup - 1));
  const [one, two, three] = [id('1.1'), id('1.2'), id('2.1')];
  const waves = [
    { id: 0, tasks: [one], dependsOn: { [one]: edges.first.map(id) } },
    { id: 1, tasks: [two, three], dependsOn: { [two]: edges.second.map(id), [three]: [one] } },
  ];
  return `# Implementation Plan: Notes

## Tasks

- [ ] ${firstGroup}. Store
  - [ ] ${one} Create the table
    - A migration, tested by reading it back.
    - _Files: \`src/store.ts\`_
    - _Requirements: 1.1_
  - [ ] ${two} Save notes
    - Refuse empty ones; test both.
    - _Files: \`src/save.ts\`_
    - _Requirements: 1.1, 1.2_
- [ ] ${firstGroup + 1}. Search
  - [ ] ${three} Search notes
    - By word, tested with three notes.
    - _Files: \`src/search.ts\`_
    - _Requirements: ${reference}_
- [ ] ${firstGroup + 2}. Checkpoint - All parts work together
  - Ensure all tests pass.

## Task Dependency Graph

\`\`\`json
${JSON.stringify({ waves }, undefined, 2)}
\`\`\`
`;
}

/** Where the documents stand, in a slot as in the main worktree. */
export function placeIn(spec: string, stage: Stage): string {
  return `.kiro/specs/${spec}/${stage}.md`;
}
