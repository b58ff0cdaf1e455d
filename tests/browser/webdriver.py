# webdriver.py: a browser without a window, by the WebDriver protocol (www.w3.org/TR/webdriver2): what the tests need of it
#
# Copyright (C) 2026 The libbounce authors
# SPDX-License-Identifier: LGPL-2.1-or-later
import base64
import http.client
import json
import re
import subprocess

ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
             '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--lang=en-US']
ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
TAB, ENTER, SPACE, DOWN = '\ue004', '\ue007', '\ue00d', '\ue015'


class Browser:
    """Chromium, driven by chromedriver. `folder` is for what it keeps while it runs."""

    def __init__(self, chromium, chromedriver, folder):
        self.driver = subprocess.Popen([chromedriver, '--port=0'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.session = None
        try:
            for line in self.driver.stdout:
                if started := re.search(r'started successfully on port (\d+)', line):
                    break
            else:
                raise RuntimeError('chromedriver does not start')
            self.http = http.client.HTTPConnection('127.0.0.1', int(started[1]), timeout=120)
            options = {'binary': chromium, 'args': [*ARGUMENTS, f'--user-data-dir={folder}']}
            self.session = self.call('POST', '/session', {'capabilities': {'alwaysMatch': {
                'browserName': 'chrome', 'goog:chromeOptions': options,
                'goog:loggingPrefs': {'browser': 'ALL', 'performance': 'ALL'}}}})['sessionId']
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.session:
            self.call('DELETE', f'/session/{self.session}')
        self.driver.terminate()
        self.driver.wait()

    def call(self, method, path, body=None):
        self.http.request(method, path, json.dumps(body) if body is not None else None, {'Content-Type': 'application/json'})
        answer = json.loads(self.http.getresponse().read())['value']
        if isinstance(answer, dict) and 'error' in answer:
            raise RuntimeError(f'{path}: {answer["error"]}: {answer["message"]}')
        return answer

    def post(self, path, body):
        return self.call('POST', f'/session/{self.session}/{path}', body)

    def get(self, path):
        return self.call('GET', f'/session/{self.session}/{path}')

    # ---- what a test does ----

    def open(self, url):
        self.post('url', {'url': url})

    def run(self, script, *arguments):
        """Runs the body of a function of JavaScript; `arguments` in it are those."""
        return self.post('execute/sync', {'script': script, 'args': list(arguments)})

    def find(self, selector):
        return self.post('element', {'using': 'css selector', 'value': selector})[ELEMENT]

    def type(self, selector, keys):
        """Gives keys to an element, as a person who has moved there does."""
        self.post(f'element/{self.find(selector)}/value', {'text': keys})

    def press(self, key):
        """Presses a key wherever the focus is."""
        self.post('actions', {'actions': [{'type': 'key', 'id': 'keyboard', 'actions': [
            {'type': 'keyDown', 'value': key}, {'type': 'keyUp', 'value': key}]}]})

    def role(self, selector):
        return self.get(f'element/{self.find(selector)}/computedrole')

    def label(self, selector):
        return self.get(f'element/{self.find(selector)}/computedlabel')

    def log(self, which):
        """What came since it was asked last."""
        return self.post('se/log', {'type': which})

    def devtools(self, command, **parameters):
        return self.post('goog/cdp/execute', {'cmd': command, 'params': parameters})

    def resize(self, width, height=900):
        self.devtools('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)

    def color_scheme(self, scheme):
        self.devtools('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])

    def screenshot(self, path):
        """The whole page."""
        image = self.devtools('Page.captureScreenshot', captureBeyondViewport=True)['data']
        with open(path, 'wb') as file:
            file.write(base64.b64decode(image))
