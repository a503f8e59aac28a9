-- SPDX-License-Identifier: Apache-2.0
-- What a subject asks for, the filter does.
local function says(task, words)
  return (task:get_subject() or ''):find(words, 1, true) ~= nil
end

rspamd_config.ADVERTISEMENT = {
  score = 7,
  callback = function(task) return says(task, 'advertisement') end
}

rspamd_config:register_symbol({
  name = 'LATER', type = 'prefilter',
  callback = function(task)
    if says(task, 'once again') then
      task:set_pre_result('soft reject', 'Not so often')
    end
  end
})

rspamd_config:register_symbol({
  name = 'FIELDS', type = 'postfilter',
  callback = function(task)
    if task:get_metric_action() == 'add header' then
      task:set_milter_reply({add_headers = {['X-Spam'] = 'Yes', ['X-Spam-User'] = task:get_user()}})
    end
  end
})
