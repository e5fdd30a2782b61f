-- stage: provisional_day
-- text.en: The day that is still running, if the as-of day reaches it: its figures are shown but decide nothing.
-- text.zh: 尚未结束的当天（若统计日包含它）：数据仅供展示，不参与判定。
SELECT t.day FROM shanghai_today t, as_of a WHERE a.day >= t.day
