-- stage: calls_since
-- columns: day DATE
-- text.en: The day from which on all calls are there. Of earlier days only decrypts may be, which are kept longer: no ratio is told of a window that holds such a day.
-- text.zh: 自该日起API调用记录完整；此前的日期可能仅保留解密调用，含有这些日期的窗口不计算比率。
SELECT coalesce(max(before), DATE '2000-01-01') AS day FROM pruned WHERE kind IN ('api', 'api decrypts')
