# One statistical task as a user of R runs it: CPU and wall seconds, and a few numbers of the answer.
# Rscript time_r.R TASK FILE ROWS
suppressPackageStartupMessages({
  args <- commandArgs(TRUE); task <- args[1]; rows <- as.integer(args[3])
  values <- matrix(readBin(args[2], "double", file.size(args[2]) / 8, endian = "little"), rows)
  if (task == "roc") library(pROC)
  if (task == "survival") library(survival)
  if (task == "calibrate") library(rms)
})
run <- switch(task,
  roc = function() {
    a <- roc(values[, 1], values[, 2], levels = c(0, 1), direction = "<", quiet = TRUE)
    b <- roc(values[, 1], values[, 3], levels = c(0, 1), direction = "<", quiet = TRUE)
    ca <- ci.auc(a); cb <- ci.auc(b)
    c(a$auc, ca[1], b$auc, cb[1], roc.test(a, b, method = "delong")$statistic)
  },
  survival = function() {
    s <- Surv(values[, 1], values[, 2])
    f <- survfit(s ~ values[, 3]); l <- survdiff(s ~ values[, 3])
    # The band at the middle of each group's times, as the other side takes it.
    from <- cumsum(c(0, f$strata))[seq_along(f$strata)]
    c(f$lower[from + f$strata %/% 2 + 1], l$chisq)
  },
  calibrate = function() {
    d <- data.frame(y = values[, 1], values[, -1]); set.seed(1)
    f <- lrm(y ~ ., data = d, x = TRUE, y = TRUE)
    k <- calibrate(f, B = 1000)
    mean(abs(k[, "predy"] - k[, "calibrated.corrected"]))
  },
  mann_whitney = function() {
    case <- values[, 1] == 1
    sum(vapply(2:ncol(values), function(j) wilcox.test(values[case, j], values[!case, j], exact = FALSE)$p.value, 0))
  })
before <- proc.time(); invisible(capture.output(answer <- run())); spent <- proc.time() - before
cat(sprintf('{"cpu":%.6f,"wall":%.6f,"answer":[%s]}\n', spent[[1]] + spent[[2]], spent[[3]], paste(sprintf("%.17g", answer), collapse = ",")))
