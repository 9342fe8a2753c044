# One model as a user of R fits it: CPU and wall seconds, and a few numbers of the answer.
# Rscript time_models.R TASK FOLDER [PATH]
suppressPackageStartupMessages({
  args <- commandArgs(TRUE); task <- args[1]
  read <- function(name) {
    path <- file.path(args[2], paste0(name, ".f64"))
    readBin(path, "double", file.size(path) / 8, endian = "little")
  }
  y <- read("y"); x <- matrix(read("x"), length(y))
  family <- if (grepl("binomial", task)) "binomial" else "gaussian"
  if (grepl("^(path|cv)_", task)) library(glmnet)
  if (grepl("^cv_", task)) foldid <- as.integer(read("folds"))
  if (grepl("^cox_", task)) { library(survival); times <- read("times") }
  if (task == "mrmr_information") { library(mRMRe); set.thread.count(1) }
})
run <- switch(sub("_(gaussian|binomial)$", "", task),
  path = function() glmnet(x, y, family = family),
  cv = function() cv.glmnet(x, y, family = family, foldid = foldid),
  screen = function() {
    sum(abs(vapply(seq_len(ncol(x)), function(j) {
      f <- glm.fit(cbind(1, x[, j]), y, family = binomial())
      # The standard error as summary() has it.
      f$coefficients[[2]] / sqrt(chol2inv(f$qr$qr[1:2, 1:2])[2, 2])
    }, 0)))
  },
  cox_fit = function() {
    s <- Surv(times, y)
    f <- coxph.fit(x, s, NULL, NULL, NULL, coxph.control(), NULL, "efron", NULL, resid = FALSE)
    f$coefficients
  },
  cox_whole = function() {
    f <- coxph(Surv(times, y) ~ x)
    c(coef(f), f$linear.predictors[1], f$residuals[1], f$concordance["concordance"])
  },
  mrmr_information = function() {
    d <- mRMR.data(data = data.frame(x, y = y))
    f <- mRMR.classic(data = d, target_indices = ncol(x) + 1, feature_count = 30)
    solutions(f)[[1]][, 1] - 1
  })
before <- proc.time(); answer <- run(); spent <- proc.time() - before
if (grepl("^path_", task)) {
  fit <- answer; answer <- tail(fit$dev.ratio, 1)
  if (length(args) > 2) writeBin(as.vector(rbind(fit$lambda, fit$a0, as.matrix(fit$beta))), args[3], endian = "little")
}
if (grepl("^cv_", task)) answer <- min(answer$cvm)
cat(sprintf('{"cpu":%.6f,"wall":%.6f,"answer":[%s]}\n', spent[[1]] + spent[[2]], spent[[3]], paste(sprintf("%.17g", answer), collapse = ",")))
