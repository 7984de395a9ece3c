;;; sprag: every save is told to the daemon, and `M-x compile' lists what is wrong with the app.
((nil
  . ((eval
      . (progn
          (require 'compile)
          (setq-local compile-command
                      (concat "sprag check --output-format concise --project-root "
                              (shell-quote-argument
                               (expand-file-name
                                (locate-dominating-file default-directory ".dir-locals.el")))))
          (add-to-list
           'compilation-error-regexp-alist-alist
           '(sprag "^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(info\\)\\)\\[SPR[0-9]+\\] "
                   1 2 3 (4 . 5)))
          (add-to-list 'compilation-error-regexp-alist 'sprag)
          (add-hook 'after-save-hook
                    (lambda ()
                      (when (executable-find "sprag")
                        (call-process "sprag" nil 0 nil "hook" "--no-wait" buffer-file-name)))
                    nil t))))))
